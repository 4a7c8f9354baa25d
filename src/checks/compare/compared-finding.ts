import type { Answer, Difference } from '../../statistics/estimate.ts';
import type { Finding } from '../evidence.ts';

/** What is known of a subject without any test. */
export type Compared = Pick<
  Finding,
  | 'subject'
  | 'where'
  | 'measure'
  | 'unit'
  | 'before'
  | 'after'
  | 'nBefore'
  | 'nAfter'
  | 'threshold'
  | 'sentence'
>;

/**
 * A finding of a value before and after: its difference with interval, test and corrected p. It has shifted where chance is ruled out
 * and the difference is worth a word. Without a test it has neither, and has not shifted.
 */
export function comparedFinding(
  compared: Compared,
  difference: Answer<Difference>,
  judged: {
    readonly adjustedP: number | null;
    readonly alpha: number;
    readonly isWorthAWord: (difference: Difference) => boolean;
  },
): Finding {
  if (difference.kind === 'unanswerable') {
    const { before, after } = compared;
    return {
      ...compared,
      effect: before === null || after === null ? null : after - before,
      low: null,
      high: null,
      test: null,
      p: null,
      adjustedP: null,
      shifted: false,
    };
  }
  const adjustedP = judged.adjustedP ?? 1;
  return {
    ...compared,
    effect: difference.value,
    low: difference.interval.low,
    high: difference.interval.high,
    test: difference.test,
    p: difference.pValue,
    adjustedP,
    shifted: adjustedP <= judged.alpha && judged.isWorthAWord(difference),
  };
}

/** Whether a difference goes the way that is looked for. */
export function goes(direction: 'up' | 'down' | 'both', value: number): boolean {
  switch (direction) {
    case 'both':
      return true;
    case 'up':
      return value > 0;
    case 'down':
      return value < 0;
  }
}
