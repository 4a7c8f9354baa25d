import { normalTwoSided } from '../distribution/normal.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { allCounts } from '../plausible.ts';
import type { Proportion } from './proportion.ts';

/** Trials of one kind before and after; `sign` −1 turns the stratum's difference around, because there a loss is what is looked for. */
export type SignedStratum = {
  readonly before: Proportion;
  readonly after: Proportion;
  readonly sign?: 1 | -1;
};

/**
 * Rate after − rate before within strata, averaged by n₁n₀/N (Mantel & Haenszel 1959). The p is Cochran's and Mantel–Haenszel's: given how
 * many events a stratum has in all, those after are hypergeometric when nothing changed. So it holds for strata of few rows, where
 * a rate learnt before and then held against what follows would be surer than it is. `sign` must not depend on the outcomes
 * of the stratum itself. The interval takes the larger of that error and the one of the rates as they are.
 * Assumes independent rows. Strata that only one window has say nothing.
 */
export function stratifiedDifference(
  strata: readonly SignedStratum[],
  level = DEFAULT_LEVEL,
): Answer<Difference> {
  if (strata.some(({ before, after }) => !possible(before) || !possible(after)))
    return unanswerable('counts are not possible');
  const both = strata.filter(({ before, after }) => before.trials > 0 && after.trials > 0);
  if (both.length === 0) return unanswerable('no rows');
  let [weights, was, is, chance, plain] = [0, 0, 0, 0, 0];
  const n = { before: 0, after: 0 };
  for (const { before, after, sign = 1 } of both) {
    const rows = before.trials + after.trials;
    const events = before.events + after.events;
    const weight = (before.trials * after.trials) / rows;
    const [p0, p1] = [before.events / before.trials, after.events / after.trials];
    weights += weight;
    was += sign * weight * p0;
    is += sign * weight * p1;
    if (rows > 1) chance += (weight * events * (rows - events)) / (rows * (rows - 1));
    plain += weight ** 2 * ((p0 * (1 - p0)) / before.trials + (p1 * (1 - p1)) / after.trials);
    n.before += before.trials;
    n.after += after.trials;
  }
  if (chance === 0) return unanswerable('no variation');
  const value = (is - was) / weights;
  const standardError = Math.sqrt(Math.max(chance, plain)) / weights;
  return {
    kind: 'estimate',
    value,
    before: was / weights,
    after: is / weights,
    standardError,
    interval: normalInterval({ value, standardError }, level, { low: -1, high: 1 }),
    pValue: normalTwoSided((is - was) / Math.sqrt(chance)),
    test: 'Cochran–Mantel–Haenszel',
    n,
  };
}

function possible({ events, trials }: Proportion): boolean {
  return allCounts([events, trials]) && events <= trials;
}
