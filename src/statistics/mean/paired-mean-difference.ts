import { studentTwoSided } from '../distribution/student.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { requireSameLength } from '../shape-error.ts';
import { mean } from './mean.ts';
import { momentsOf } from './moments.ts';

/** The same rows measured twice. */
export type Pairs = { readonly before: ArrayLike<number>; readonly after: ArrayLike<number> };

/**
 * Mean of after − before over the same rows, with Student's interval and the paired t test. Unanswerable when every row
 * changed alike, by nothing or by the same amount: there is no spread to judge by. Assumes independent rows.
 */
export function pairedMeanDifference(pairs: Pairs, level = DEFAULT_LEVEL): Answer<Difference> {
  requireSameLength('The two measurements of each row', pairs.before, pairs.after);
  const changes = Array.from(
    { length: pairs.before.length },
    (_, i) => numberAt(pairs.after, i) - numberAt(pairs.before, i),
  );
  const change = mean(momentsOf(changes), level);
  if (change.kind === 'unanswerable') return change;
  if (change.standardError === 0) return unanswerable('no variation');
  const [before, after] = [momentsOf(pairs.before), momentsOf(pairs.after)];
  return {
    kind: 'estimate',
    value: change.value,
    before: before.sum / before.n,
    after: after.sum / after.n,
    standardError: change.standardError,
    interval: change.interval,
    pValue: studentTwoSided(change.value / change.standardError, change.n - 1),
    test: 'paired t',
    n: { before: change.n, after: change.n },
  };
}
