import type { Alert } from '../../alert/alert.ts';
import { duration } from '../../message/words/numbers.ts';

const hour = 3_600_000;

export type DatedAlert = {
  readonly alert: Alert;
  /** What a person should know about the alert's time; null when there is nothing to say. */
  readonly note: string | null;
};

/**
 * An alert against the data that it is looked into with. One without a time of its own fired when the data end, not when
 * somebody looks; one that fired long after the data end is told apart from one that the data show.
 */
export function dateAlert(alert: Alert, now: Date): DatedAlert {
  if (alert.undated === true) {
    return {
      alert: { ...alert, startedAt: now },
      note: `The alert carries no time: it is taken to have fired at ${words(now)}, where the data end.`,
    };
  }
  const late = alert.startedAt.getTime() - now.getTime();
  if (late <= hour) return { alert, note: null };
  return {
    alert,
    note: `The alert fired at ${words(alert.startedAt)}, ${duration(late / 1000)} after the data end (${words(now)}): what happened between the two is in no table.`,
  };
}

const words = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
