/** An earlier run, as far as a threshold is learnt from it. `size` null: the run could not say. */
export type EarlierRun = { readonly slot: Date; readonly size: number | null; readonly alerted: boolean };

export type LearntThreshold =
  | { readonly kind: 'learnt'; readonly threshold: number; readonly words: string }
  | { readonly kind: 'too-early'; readonly words: string };

const DAY = 86_400_000;
/** One week has every weekday in it. */
const leastDays = 7;
const leastRuns = 50;
/** Runs within half a day of each other say the same thing; a false alarm is the episode, not each run of it. */
const episode = DAY / 2;

/**
 * How large a shift must be so that the history would have alerted at most so often: above the largest episode that may not
 * alert. Of `days` of history `atMost × days / within` alarms are allowed, rounded down; an empirical quantile of the largest
 * sizes of half-days. Runs that alerted are left out: what was a fault must not be taken for normal.
 */
export function learnThreshold(
  history: readonly EarlierRun[],
  budget: { readonly atMost: number; readonly withinDays: number },
): LearntThreshold {
  const known = history.filter((run) => run.size !== null && !run.alerted);
  const times = known.map(({ slot }) => slot.getTime());
  const days = known.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / DAY;
  if (days < leastDays - 0.5 || known.length < leastRuns)
    return {
      kind: 'too-early',
      words: `the history is too short for a budget of false alarms: ${known.length} runs in ${days.toFixed(1)} days, and it takes ${leastRuns} in ${leastDays}; until then the check’s own thresholds hold`,
    };
  const byEpisode = Map.groupBy(known, ({ slot }) => Math.floor(slot.getTime() / episode));
  const largest = [...byEpisode.values()]
    .map((runs) => Math.max(...runs.map(({ size }) => size ?? 0)))
    .toSorted((a, b) => b - a);
  const allowed = Math.floor((budget.atMost * days) / budget.withinDays);
  const threshold = largest[allowed] ?? 0;
  const promise =
    allowed === 0
      ? `nothing in ${days.toFixed(0)} days of history was larger`
      : `${allowed} in ${days.toFixed(0)} days of history were larger`;
  return { kind: 'learnt', threshold, words: promise };
}
