import type { Alert } from '../alert/alert.ts';
import { defaultGroupingRules, groupAlert } from '../alert/grouping.ts';
import type { OpenIncident } from '../alert/grouping.ts';
import { incidentKey } from '../alert/key.ts';
import { knownFrom } from '../alert/known.ts';
import { severityOf } from '../incident/severity.ts';
import { stateOf } from '../incident/evolve.ts';
import type { Actor, Meeting, NewEvent } from '../incident/events.ts';
import type { MetAlert } from '../incident/state.ts';
import { announcementsOf } from './announcements.ts';
import { recordFacts } from './record.ts';
import type { Services } from './services.ts';
import { channelOf } from './channel.ts';
import { triage } from './triage.ts';

export type Received = {
  readonly incident: string | null;
  readonly meeting: Meeting | 'ignored';
  readonly reason: string;
};

/** An alert meets the incidents: it opens one, joins one, repeats, updates or resolves. Opening starts the triage. */
export async function receiveAlert(services: Services, alert: Alert, now: Date): Promise<Received> {
  if (alert.model === null) {
    const reason = `the alert names ${(alert.unknownModel ?? null) === null ? 'no model' : `'${alert.unknownModel}', no model`} of fishbone.yml (${Object.keys(services.config.config.models).join(', ')})`;
    services.log.warn('alert ignored', { reason, title: alert.title });
    return { incident: null, meeting: 'ignored', reason };
  }
  const key = incidentKey(alert, knownFrom(services.config.config.models));
  const open = await openIncidents(services, alert.model);
  const grouping = groupAlert(alert, key, { open, rules: defaultGroupingRules });
  switch (grouping.kind) {
    case 'opens':
      return openIncident(services, { alert, model: alert.model, key, now, reason: grouping.reason });
    case 'repeats':
      return meet(services, grouping.incident, alert, 'repeated', grouping.reason);
    case 'updates':
      return meet(services, grouping.incident, alert, 'updated', grouping.reason);
    case 'joins':
      return meet(services, grouping.incident, alert, 'joined', grouping.reason);
    case 'resolves':
      return meet(services, grouping.incident, alert, 'resolved', grouping.reason);
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
  return [...new Map(met.map(({ alert }) => [`${alert.source}\u0000${alert.fingerprint}`, alert])).values()];
}

type Opening = {
  readonly alert: Alert;
  readonly model: string;
  readonly key: string;
  readonly now: Date;
  readonly reason: string;
};

async function openIncident(services: Services, opening: Opening): Promise<Received> {
  const { alert, model, key, now, reason } = opening;
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
        reason: severity.reason,
      },
    },
  ];
  const outcome = await services.incidents.declare({
    key,
    channel: channelOf(services, model),
    events,
    announcements: announcementsOf(events),
  });
  switch (outcome.kind) {
    case 'declared':
      services.wake();
      services.background(`triage of ${outcome.incident}`, (signal) =>
        triage(services, outcome.incident, signal),
      );
      return { incident: outcome.incident, meeting: 'opened', reason };
    case 'already-open':
      return meet(
        services,
        outcome.incident,
        alert,
        'repeated',
        `${outcome.incident} was opened for the same key a moment earlier`,
      );
  }
}

async function meet(
  services: Services,
  incident: string,
  alert: Alert,
  meeting: Meeting,
  reason: string,
): Promise<Received> {
  const outcome = await recordFacts(
    services,
    incident,
    [{ type: 'alert-met', alert, meeting, reason }],
    senderOf(alert),
  );
  // Thrown, so that the inbox tries it again: an alert is not lost because others were quicker.
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  return { incident, meeting, reason };
}

/** A person's own alert is known by who said it and when. */
function senderOf(alert: Alert): Actor {
  return alert.source === 'person'
    ? { kind: 'person', id: alert.fingerprint.split(' ')[0] ?? 'unknown' }
    : { kind: 'monitor', name: alert.source };
}
