import { RECORDED_SHARE, type ChangeHistory } from './change-likelihood.ts';

/** When the change took effect relative to the onset's interval, in hours: `low` before the earliest onset, `high` before the latest. */
export type Lead = { readonly lowHours: number; readonly highHours: number };

/**
 * Likelihood ratio for one change seen at one moment: the density of the delay from a guilty change to the onset, over the density of
 * innocent changes. Guilty delays are exponential with mean `meanDelayHours`; innocent changes come at (k + ½)/T an hour. The density is
 * averaged over the onset's interval; a change after the latest possible onset cannot be the cause and gets 0.
 * A change two minutes before the onset therefore weighs more than one five hours before, and one of a rare kind more than one of a busy kind.
 */
export function changeLeadRatio(
  lead: Lead,
  history: ChangeHistory,
  meanDelayHours: number,
  recordedShare = RECORDED_SHARE,
): number {
  const { lowHours, highHours } = lead;
  if (highHours < 0) return 0;
  // Without a history no change is rarer than another.
  if (history.hours <= 0) return 1;
  const innocent = (history.changes + 0.5) / history.hours;
  return (recordedShare * guiltyDensity(Math.min(lowHours, highHours), highHours, meanDelayHours)) / innocent;
}

function guiltyDensity(low: number, high: number, mean: number): number {
  if (high - low < 1e-9) return Math.exp(-Math.max(0, high) / mean) / mean;
  const from = Math.max(0, low);
  return (Math.exp(-from / mean) - Math.exp(-high / mean)) / (high - low);
}
