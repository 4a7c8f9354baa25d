import type { IncidentEvent } from '../../incident/facts/events.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import type { SimilarIncident } from '../../incident/facts/note-facts.ts';
import { searchIncidents } from '../../incident/search.ts';
import type { Found } from '../../incident/search.ts';
import { comparedBy, similarTo } from '../../incident/similar.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { trackRecordOf } from '../../incident/track-record.ts';
import type { TrackRecord } from '../../incident/track-record.ts';
import { recordDecision } from '../record/record.ts';
import type { Services } from '../services.ts';
import type { IncidentStore } from '../store/store.ts';

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
  return state === null ? [] : alikeTo(services, state);
}

async function alikeTo(services: Services, state: IncidentState): Promise<readonly SimilarIncident[]> {
  // Enough to know one again, and quickly read in every triage.
  const closed = await newest(services, { status: 'resolved' }, MOST_ALIKE);
  return similarTo(
    state,
    closed.map((one) => one.state),
  );
}

/**
 * Whether it was seen before: once as it is declared, by what the alert says, and once when the triage has ended, by what the
 * checks show. Nothing alike is not worth a line, unless something had been named that is not like it after all.
 */
export async function recallSimilar(services: Services, incident: string): Promise<void> {
  const compared = stateOf(await services.incidents.read(incident));
  if (compared === null) return;
  const by = comparedBy(compared);
  const found = await alikeTo(services, compared);
  await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at: services.clock.now(),
    step: null,
    decide: (state) => {
      if (state.similarBy === by || state.similarBy === 'checks') return [];
      const named = state.similar.map((one) => one.incident);
      if (found.length === 0 && named.length === 0) return [];
      return [{ type: 'similar-found', incidents: found, by, ...(named.length > 0 && { named }) }];
    },
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
