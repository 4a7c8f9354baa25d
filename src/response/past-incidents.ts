import type { IncidentEvent } from '../incident/events.ts';
import { stateOf } from '../incident/evolve.ts';
import type { SimilarIncident } from '../incident/note-facts.ts';
import { searchIncidents } from '../incident/search.ts';
import type { Found } from '../incident/search.ts';
import { similarTo } from '../incident/similar.ts';
import type { IncidentState } from '../incident/state.ts';
import { trackRecordOf } from '../incident/track-record.ts';
import type { TrackRecord } from '../incident/track-record.ts';
import { recordDecision } from './record.ts';
import type { Services } from './services.ts';
import type { IncidentStore } from './store.ts';

/** Older ones are left out: each is read from its log. */
const MOST = 500;
const MOST_ALIKE = 200;

/** What one person finds on coming back: what burns, what that person promised, what was learnt lately. */
export type Overview = {
  readonly open: readonly IncidentState[];
  readonly mine: readonly {
    readonly state: IncidentState;
    readonly action: IncidentState['actions'][number];
  }[];
  readonly published: readonly IncidentState[];
};

/** The newest incidents with their logs; one whose log cannot be read is told and left out. */
async function newest(
  { incidents, log }: Pick<Services, 'incidents' | 'log'>,
  filter: Parameters<IncidentStore['list']>[0] = {},
  limit = MOST,
): Promise<readonly { readonly state: IncidentState; readonly events: readonly IncidentEvent[] }[]> {
  const found: { state: IncidentState; events: readonly IncidentEvent[] }[] = [];
  for (const { id } of await incidents.list({ ...filter, limit })) {
    try {
      const events = await incidents.read(id);
      const state = stateOf(events);
      if (state !== null) found.push({ state, events });
    } catch (error) {
      log.warn('a past incident could not be read', { incident: id, error: String(error) });
    }
  }
  return found;
}

export async function similarIncidents(
  services: Services,
  incident: string,
): Promise<readonly SimilarIncident[]> {
  const state = stateOf(await services.incidents.read(incident));
  if (state === null) return [];
  // Enough to know one again, and quickly read at the end of every triage.
  const closed = await newest(services, { status: 'resolved' }, MOST_ALIKE);
  return similarTo(
    state,
    closed.map((one) => one.state),
  );
}

/** At the end of a triage: whether it was seen before is said once. Nothing alike is not worth a line. */
export async function recallSimilar(services: Services, incident: string): Promise<void> {
  const found = await similarIncidents(services, incident);
  if (found.length === 0) return;
  await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at: services.clock.now(),
    decide: (state) => (state.similar.length > 0 ? [] : [{ type: 'similar-found', incidents: found }]),
  });
}

export async function searchPast(services: Services, words: readonly string[]): Promise<readonly Found[]> {
  const all = await newest(services);
  return searchIncidents(
    all.map((one) => one.state),
    words,
  );
}

export const trackRecord = async (services: Services): Promise<TrackRecord> =>
  trackRecordOf(await newest(services));

export async function overviewFor(services: Services, person: string): Promise<Overview> {
  const all = (await newest(services)).map((one) => one.state);
  return {
    open: all.filter((state) => state.status === 'open'),
    mine: all.flatMap((state) =>
      state.actions
        .filter((action) => action.owner === person && action.done === null)
        .map((action) => ({ state, action })),
    ),
    published: all.filter((state) => state.published !== null),
  };
}
