import type { Alert } from './alert.ts';
import { whatChanged } from './what-changed.ts';

/** What grouping needs to know of an incident that is open. */
export type OpenIncident = {
  readonly incident: string;
  readonly key: string;
  readonly model: string;
  /** When it began as far as measured; null before that. */
  readonly onsetAt: Date | null;
  readonly declaredAt: Date;
  /** The newest alert of each sender and fingerprint that met this incident. */
  readonly latest: readonly Alert[];
};

/** How an alert meets the open incidents, with the reason a person can check. */
export type Grouping =
  | { readonly kind: 'opens'; readonly key: string; readonly reason: string }
  | { readonly kind: 'repeats'; readonly incident: string; readonly reason: string }
  | { readonly kind: 'updates'; readonly incident: string; readonly reason: string }
  | { readonly kind: 'joins'; readonly incident: string; readonly reason: string }
  | {
      readonly kind: 'resolves';
      readonly incident: string;
      readonly reason: string;
      readonly stillFiring: number;
    }
  | { readonly kind: 'ignores'; readonly reason: string };

export type GroupingRules = {
  /** How near in time another metric of the same model must begin to be taken for the same problem. */
  readonly joinMinutes: number;
  /** How far a value must move, as a share of its distance from the baseline (or of itself), to be news. */
  readonly newsworthyShare: number;
};

export const defaultGroupingRules: GroupingRules = { joinMinutes: 60, newsworthyShare: 0.1 };

/**
 * Decides what an alert means for the open incidents. In order: the sender's own identity tells a repeat, an update and a
 * resolve; then the incident key, which another monitor may share; then the model and the time.
 */
export function groupAlert(
  alert: Alert,
  key: string,
  context: { readonly open: readonly OpenIncident[]; readonly rules: GroupingRules },
): Grouping {
  const newestFirst = context.open.toSorted((a, b) => b.declaredAt.getTime() - a.declaredAt.getTime());
  const met = newestFirst.find(({ latest }) => latest.some((before) => sameIdentity(before, alert)));
  if (alert.status === 'resolved') return resolution(alert, met);
  if (met !== undefined) return furtherWord(alert, met, context.rules);

  const alike = newestFirst.find((incident) => incident.key === key);
  if (alike !== undefined) return secondMonitor(alert, alike);
  return joinOrOpen(alert, key, { open: newestFirst, rules: context.rules });
}

function resolution(alert: Alert, met: OpenIncident | undefined): Grouping {
  if (met === undefined) {
    return { kind: 'ignores', reason: `${alert.source} resolved an alert that belongs to no open incident` };
  }
  if (met.latest.some((before) => sameIdentity(before, alert) && before.status === 'resolved')) {
    return { kind: 'ignores', reason: `${alert.source} had already resolved this alert` };
  }
  const stillFiring = met.latest.filter(
    (other) => other.status === 'firing' && !sameIdentity(other, alert),
  ).length;
  const rest =
    stillFiring === 0 ? 'no other alert of the incident fires' : `${stillFiring} more still firing`;
  return {
    kind: 'resolves',
    incident: met.incident,
    reason: `${alert.source} resolved this alert; ${rest}`,
    stillFiring,
  };
}

function furtherWord(alert: Alert, met: OpenIncident, rules: GroupingRules): Grouping {
  const before = met.latest.find((other) => sameIdentity(other, alert));
  const changes = before === undefined ? [] : whatChanged(before, alert, rules.newsworthyShare);
  if (changes.length === 0) {
    return { kind: 'repeats', incident: met.incident, reason: `${alert.source} sent the same alert again` };
  }
  return { kind: 'updates', incident: met.incident, reason: changes.join('; ') };
}

function secondMonitor(alert: Alert, alike: OpenIncident): Grouping {
  const rank = { info: 0, warning: 1, critical: 2 } as const;
  const worst = Math.max(-1, ...alike.latest.map((other) => rank[other.severity]));
  const who = `another alert of ${alert.source} says the same (${alike.key})`;
  return rank[alert.severity] > worst
    ? { kind: 'updates', incident: alike.incident, reason: `${who}, now as ${alert.severity}` }
    : { kind: 'repeats', incident: alike.incident, reason: who };
}

function joinOrOpen(
  alert: Alert,
  key: string,
  { open, rules }: { readonly open: readonly OpenIncident[]; readonly rules: GroupingRules },
): Grouping {
  const near = open
    .filter((incident) => alert.model !== null && incident.model === alert.model)
    .map((incident) => ({ incident, minutes: minutesApart(alert.startedAt, incident) }))
    .filter(({ minutes }) => minutes <= rules.joinMinutes)
    .toSorted((a, b) => a.minutes - b.minutes)[0];
  if (near !== undefined) {
    const reason = `${about(alert)} of the same model began ${apart(near.minutes)}; up to ${rules.joinMinutes} minutes apart counts as one problem`;
    return { kind: 'joins', incident: near.incident.incident, reason };
  }
  if (alert.model === null)
    return { kind: 'opens', key, reason: 'the alert names no model of the configuration' };
  const others = open.filter((incident) => incident.model === alert.model).length;
  const reason =
    others === 0
      ? `no incident of ${alert.model} is open`
      : `no open incident of ${alert.model} began within ${rules.joinMinutes} minutes of it`;
  return { kind: 'opens', key, reason };
}

/** Distance from the span between the incident's onset, its alerts and its declaration; 0 inside it. */
function minutesApart(at: Date, incident: OpenIncident): number {
  const clocks = [incident.onsetAt, incident.declaredAt, ...incident.latest.map(({ startedAt }) => startedAt)]
    .filter((clock) => clock !== null)
    .map((clock) => clock.getTime());
  const before = Math.min(...clocks) - at.getTime();
  const after = at.getTime() - Math.max(...clocks);
  return Math.max(0, before, after) / 60_000;
}

function apart(minutes: number): string {
  if (minutes === 0) return 'as the incident began';
  const rounded = Math.max(1, Math.round(minutes));
  return rounded === 1 ? '1 minute apart' : `${rounded} minutes apart`;
}

function about(alert: Alert): string {
  const metric = alert.metric ?? alert.signal;
  return alert.column === null ? metric : `${metric} of ${alert.column}`;
}

function sameIdentity(one: Alert, other: Alert): boolean {
  return one.source === other.source && one.fingerprint === other.fingerprint;
}
