import type { Answer, Difference } from '../../statistics/estimate.ts';
import type { Finding } from '../evidence.ts';
import { estimated } from './estimated.ts';

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
    const effect = before === null || after === null ? null : after - before;
    return { ...estimated(difference), ...compared, effect, adjustedP: null, shifted: false };
  }
  const { nBefore, nAfter } = compared;
  const adjustedP = judged.adjustedP ?? 1;
  const shifted = adjustedP <= judged.alpha && judged.isWorthAWord(difference);
  return { ...compared, ...estimated(difference), nBefore, nAfter, adjustedP, shifted };
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
