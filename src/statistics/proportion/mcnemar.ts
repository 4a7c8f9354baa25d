import { binomialCdf } from '../distribution/binomial.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { criticalValue } from '../normal-interval.ts';

/**
 * The same rows decided twice. `both`: yes both times; `onlyBefore`: yes before and no after; `onlyAfter`: no before and yes
 * after; `rows`: all of them.
 */
export type PairedDecisions = {
  readonly both: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  readonly rows: number;
};

/**
 * Share of yes after − share of yes before over the same rows. The p is McNemar's exact test: of the rows that flipped, as
 * many should flip each way. The interval adds half a row to each of the four cells, so that it is honest when few rows
 * flipped. Rows that did not flip carry no weight in the test. Without any flip: no variation.
 * Sources: McNemar 1947; Agresti & Min 2005 (interval).
 */
export function mcnemar(decided: PairedDecisions, level = DEFAULT_LEVEL): Answer<Difference> {
  const { both, onlyBefore, onlyAfter, rows } = decided;
  const counts = [both, onlyBefore, onlyAfter, rows];
  if (!counts.every(Number.isFinite)) return unanswerable('not a finite number');
  if (counts.some((count) => count < 0) || both + onlyBefore + onlyAfter > rows)
    return unanswerable('counts are not possible');
  if (rows === 0) return unanswerable('no rows');
  const flips = onlyBefore + onlyAfter;
  if (flips === 0) return unanswerable('no variation');
  const widened = rows + 2;
  const centre = (onlyAfter - onlyBefore) / widened;
  const standardError = Math.sqrt(((flips + 1) / widened - centre ** 2) / widened);
  const reach = criticalValue(level) * standardError;
  return {
    kind: 'estimate',
    value: (onlyAfter - onlyBefore) / rows,
    before: (both + onlyBefore) / rows,
    after: (both + onlyAfter) / rows,
    standardError,
    interval: { low: Math.max(-1, centre - reach), high: Math.min(1, centre + reach), level },
    pValue: exactTwoSided(Math.min(onlyBefore, onlyAfter), flips),
    test: 'McNemar exact',
    n: { before: rows, after: rows },
  };
}

/** P of a split at least as uneven among `flips` tosses of a fair coin; an even split has p = 1. */
function exactTwoSided(fewer: number, flips: number): number {
  if (2 * fewer === flips) return 1;
  return Math.min(1, 2 * binomialCdf(fewer, { n: flips, probability: 0.5 }));
}
