import type { Alert } from './alert.ts';

/** A benign verdict on an alert of one key, as grouping needs it. */
export type RememberedBenign = {
  readonly incident: string;
  /** How far from its baseline the alert was at most when it was judged; signed; null without numbers. */
  readonly distance: number | null;
  readonly severity: Alert['severity'];
  readonly until: Date;
  readonly reason: string;
};

/** Whether an alert that was judged benign before may stay quiet, with the reason a person can check. */
export type Recall =
  { readonly kind: 'quiet'; readonly reason: string } | { readonly kind: 'wakes'; readonly reason: string };

/** A quarter farther than what was judged is another alert. */
const LARGER = 1.25;
const RANK = { info: 0, warning: 1, critical: 2 } as const;

/** How far an alert's value is from its baseline, or from nothing where it names none. */
export function distanceOf(alert: Alert): number | null {
  return alert.value === null ? null : alert.value - (alert.baseline ?? 0);
}

/**
 * Compares an alert with the benign verdict on the same key. It wakes people when the verdict has expired, when the value
 * went the other way or clearly farther, or when the monitor takes it for worse than before.
 */
export function recall(alert: Alert, remembered: RememberedBenign, now: Date): Recall {
  const which = `the benign verdict of ${remembered.incident}`;
  if (now >= remembered.until) return { kind: 'wakes', reason: `${which} has expired` };
  if (RANK[alert.severity] > RANK[remembered.severity])
    return {
      kind: 'wakes',
      reason: `${which} was about an alert of ${remembered.severity}, and this one is ${alert.severity}`,
    };
  const distance = distanceOf(alert);
  if (distance !== null && remembered.distance !== null) {
    if (distance * remembered.distance < 0)
      return { kind: 'wakes', reason: `${which} was about a move the other way` };
    if (Math.abs(distance) > LARGER * Math.abs(remembered.distance))
      return {
        kind: 'wakes',
        reason: `it is larger than ${which} allows (${inNumbers(distance)} from the baseline, then ${inNumbers(remembered.distance)})`,
      };
  }
  return {
    kind: 'quiet',
    reason: `the same alert was judged benign in ${remembered.incident}, and that is remembered until ${remembered.until.toISOString().slice(0, 10)}: ${remembered.reason}`,
  };
}

const inNumbers = (distance: number): string => String(Number(distance.toPrecision(3)));
