import type { Answer, Difference } from '../../statistics/estimate.ts';
import type { Finding } from '../evidence.ts';

type Numbers = Pick<
  Finding,
  'before' | 'after' | 'effect' | 'low' | 'high' | 'nBefore' | 'nAfter' | 'test' | 'p'
>;

/** What a difference has to say in a finding; where it has no answer, it says nothing. */
export function estimated(difference: Answer<Difference>): Numbers {
  if (difference.kind === 'unanswerable') {
    return {
      before: null,
      after: null,
      effect: null,
      low: null,
      high: null,
      nBefore: 0,
      nAfter: 0,
      test: null,
      p: null,
    };
  }
  return {
    before: difference.before,
    after: difference.after,
    effect: difference.value,
    low: difference.interval.low,
    high: difference.interval.high,
    nBefore: difference.n.before,
    nAfter: difference.n.after,
    test: difference.test,
    p: difference.pValue,
  };
}
