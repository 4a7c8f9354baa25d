import type { Alert } from '../../alert/alert.ts';
import { defaultGroupingRules, groupAlert } from '../../alert/grouping.ts';
import type { OpenIncident } from '../../alert/grouping.ts';
import { incidentKey } from '../../alert/key.ts';
import { knownFrom } from '../../alert/known.ts';
import { severityOf } from '../../incident/severity.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import type { Actor, Meeting, NewEvent } from '../../incident/facts/events.ts';
import type { MetAlert } from '../../incident/state/state.ts';
import { announcementsOf } from '../record/announcements.ts';
import { durationSeconds } from '../../config/durations.ts';
import { recordDecision } from '../record/record.ts';
import type { StormRule } from '../store/store.ts';
import { recallBenign } from './recall-benign.ts';
import type { Services } from '../services.ts';
import { channelOf } from './channel.ts';
import { triage } from '../triage/triage.ts';

export type Received = {
  readonly incident: string | null;
  readonly meeting: Meeting | 'ignored';
  readonly reason: string;
};

/** An alert meets the incidents: it opens one, joins one, repeats, updates or resolves. Opening starts the triage. */
export async function receiveAlert(services: Services, alert: Alert, now: Date): Promise<Received> {
  const step = services.nextStep?.() ?? null;
  const before = step === null ? null : await receivedBefore(services, step);
  if (before !== null) return before;
  if (alert.model === null) {
    const reason = `the alert names ${(alert.unknownModel ?? null) === null ? 'no model' : `'${alert.unknownModel}', no model`} of fishbone.yml (${Object.keys(services.config.config.models).join(', ')})`;
    services.log.warn('alert ignored', { reason, title: alert.title });
    return { incident: null, meeting: 'ignored', reason };
  }
  const key = incidentKey(alert, knownFrom(services.config.config.models));
  const open = await openIncidents(services, alert.model);
  const grouping = groupAlert(alert, key, { open, rules: defaultGroupingRules });
  switch (grouping.kind) {
    case 'opens': {
      const recalled = await recallBenign(services, { alert, model: alert.model, key, now });
      if (recalled.kind === 'quiet')
        return meet(services, {
          incident: recalled.incident,
          alert,
          meeting: 'remembered',
          reason: recalled.reason,
          step,
        });
      const although = recalled.kind === 'wakes' ? recalled.reason : null;
      const { reason } = grouping;
      return openIncident(services, { alert, model: alert.model, key, now, reason, although, step });
    }
    case 'repeats':
      return meet(services, {
        incident: grouping.incident,
        alert,
        meeting: 'repeated',
        reason: grouping.reason,
        step,
      });
    case 'updates':
      return meet(services, {
        incident: grouping.incident,
        alert,
        meeting: 'updated',
        reason: grouping.reason,
        step,
      });
    case 'joins':
      return meet(services, {
        incident: grouping.incident,
        alert,
        meeting: 'joined',
        reason: grouping.reason,
        step,
      });
    case 'resolves':
      return meet(services, {
        incident: grouping.incident,
        alert,
        meeting: 'resolved',
        reason: grouping.reason,
        step,
      });
    case 'ignores':
      return { incident: null, meeting: 'ignored', reason: grouping.reason };
  }
}

async function openIncidents(services: Services, model: string): Promise<readonly OpenIncident[]> {
  const summaries = await services.incidents.list({ status: 'open', model });
  const states = await Promise.all(
    summaries.map(async (one) => stateOf(await services.incidents.read(one.id))),
  );
  return states
    .filter((state) => state !== null)
    .map((state) => ({
      incident: state.id,
      key: state.key,
      model: state.model,
      onsetAt: state.symptom?.onset?.at ?? null,
      declaredAt: state.declaredAt,
      latest: latestOfEachSender(state.alerts),
    }));
}

/** The newest word of each sender and fingerprint. */
function latestOfEachSender(met: readonly MetAlert[]): readonly Alert[] {
  const known = latest.get(met);
  if (known !== undefined) return known;
  const byIdentity = new Map(
    met.map(({ alert }) => [`${alert.source}\u0000${alert.fingerprint}`, alert] as const),
  );
  const found = [...byIdentity.values()];
  latest.set(met, found);
  return found;
}

/** In a storm every alert asks about every open incident, and all but one of them are as they were. */
const latest = new WeakMap<readonly MetAlert[], readonly Alert[]>();

function stormRule({ config }: Services): StormRule {
  const { incidents, within } = config.config.slack.storm;
  return { incidents, withinSeconds: durationSeconds(within) ?? 600 };
}

type Opening = {
  readonly alert: Alert;
  readonly model: string;
  readonly key: string;
  readonly now: Date;
  readonly reason: string;
  /** Why it opens although the same alert was judged benign before. */
  readonly although: string | null;
  readonly step: string | null;
};

async function openIncident(services: Services, opening: Opening): Promise<Received> {
  const { alert, model, key, now, reason, although, step } = opening;
  const severity = severityOf(alert);
  const actor = senderOf(alert);
  const events: readonly NewEvent[] = [
    {
      at: now,
      actor,
      fact: {
        type: 'declared',
        key,
        model,
        title: alert.title,
        alert,
        severity: severity.severity,
        reason: although === null ? severity.reason : `${severity.reason}; ${although}`,
      },
    },
  ];
  const outcome = await services.incidents.declare({
    key,
    channel: channelOf(services, model),
    events,
    announcements: announcementsOf(events),
    step,
    storm: stormRule(services),
  });
  switch (outcome.kind) {
    case 'declared':
      services.wake();
      services.background(`triage of ${outcome.incident}`, (signal) =>
        triage(services, outcome.incident, signal),
      );
      return { incident: outcome.incident, meeting: 'opened', reason };
    case 'already-open':
      return meet(services, {
        incident: outcome.incident,
        alert,
        meeting: 'repeated',
        reason: `${outcome.incident} was opened for the same key a moment earlier`,
        step,
      });
  }
}

async function meet(
  services: Services,
  met: {
    readonly incident: string;
    readonly alert: Alert;
    readonly meeting: Meeting;
    readonly reason: string;
    readonly step: string | null;
  },
): Promise<Received> {
  const { incident, alert, meeting, reason, step } = met;
  const outcome = await recordDecision(services, {
    incident,
    actor: senderOf(alert),
    at: services.clock.now(),
    step,
    decide: () => [{ type: 'alert-met', alert, meeting, reason }],
  });
  // Thrown, so that the inbox tries it again: an alert is not lost because others were quicker.
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  return { incident, meeting, reason };
}

/** What became of this delivery before a crash kept the inbox from hearing of it. */
async function receivedBefore(services: Services, step: string): Promise<Received | null> {
  const written = await services.incidents.recorded(step);
  if (written === null) return null;
  const { incident, seq } = written;
  const event = (await services.incidents.read(incident)).find((one) => one.seq === seq);
  const { fact } = event ?? {};
  return fact?.type === 'alert-met'
    ? { incident, meeting: fact.meeting, reason: fact.reason }
    : { incident, meeting: 'opened', reason: 'it was handled before the bot was restarted' };
}

/** A person's own alert is known by who said it and when. */
function senderOf(alert: Alert): Actor {
  return alert.source === 'person'
    ? { kind: 'person', id: alert.fingerprint.split(' ')[0] ?? 'unknown' }
    : { kind: 'monitor', name: alert.source };
}
