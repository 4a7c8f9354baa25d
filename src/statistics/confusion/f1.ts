import { independentDifference } from '../independent-difference.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { allCounts } from '../plausible.ts';
import { wilsonInterval } from '../proportion/proportion.ts';
import { squareAndAdd } from '../square-and-add.ts';
import type { Confusion } from './confusion.ts';

/**
 * F1 = 2TP / (2TP + FP + FN). Its interval is exact in form: F1 = 2g/(1 + g) where g = TP/(TP + FP + FN) is a plain proportion, so the ends of
 * g's Wilson interval are carried over. The standard error is the delta method's. `n` counts the rows F1 looks at (TP + FP + FN).
 * Source: Hand, Christen & Kirielle 2021 (their F*). Assumes independent rows.
 */
export function f1(table: Confusion, level = DEFAULT_LEVEL): Answer {
  const { truePositives, falsePositives, falseNegatives } = table;
  if (!allCounts([truePositives, falsePositives, falseNegatives]))
    return unanswerable('counts are not possible');
  const wrong = falsePositives + falseNegatives;
  const n = truePositives + wrong;
  if (n === 0) return unanswerable('nothing labelled positive');
  const ends = wilsonInterval({ events: truePositives, trials: n }, level);
  return {
    kind: 'estimate',
    value: fromShare(truePositives / n),
    standardError: (2 * Math.sqrt(truePositives * wrong * n)) / (2 * truePositives + wrong) ** 2,
    interval: { low: fromShare(ends.low), high: fromShare(ends.high), level },
    n,
  };
}

/** F1 after − before: interval by squaring and adding the two intervals' sides, p by z on the delta-method errors. */
export function f1Difference(
  tables: { readonly before: Confusion; readonly after: Confusion },
  level = DEFAULT_LEVEL,
): Answer<Difference> {
  const before = f1(tables.before, level);
  if (before.kind === 'unanswerable') return before;
  const after = f1(tables.after, level);
  if (after.kind === 'unanswerable') return after;
  return independentDifference(before, after, {
    test: 'z on F1, delta method',
    interval: () => squareAndAdd(before, after),
  });
}

function fromShare(share: number): number {
  return (2 * share) / (1 + share);
}
