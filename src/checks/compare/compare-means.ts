import { adjustedOver } from './adjusted.ts';
import type { Segment } from '../../alert/alert.ts';
import { meanDifference } from '../../statistics/mean/mean-difference.ts';
import type { Moments } from '../../statistics/mean/moments.ts';
import type { Finding, Subject } from '../evidence.ts';
import { comparedFinding, goes } from './compared-finding.ts';
import { strongestFirst } from './strongest-first.ts';

/** One subject's values before and after, as count, sum and sum of squares. */
export type MomentsOf = {
  readonly subject: Subject;
  readonly where?: Segment;
  readonly before: Moments;
  readonly after: Moments;
  readonly words: (before: number, after: number) => string;
};

export type MeanRule = {
  readonly measure: string;
  readonly unit: string;
  readonly floor: number;
  readonly alpha: number;
  readonly direction: 'up' | 'down' | 'both';
};

/** Findings for means before and after, strongest first: Welch's interval and test, Benjamini–Hochberg over all subjects. */
export function compareMeans(pairs: readonly MomentsOf[], rule: MeanRule): readonly Finding[] {
  const measured = pairs.map((pair) => ({
    pair,
    difference: meanDifference({ before: pair.before, after: pair.after }),
  }));
  const adjusted = adjustedOver(measured.map(({ difference }) => difference));
  return measured
    .map(({ pair, difference }, index): Finding => {
      const before = pair.before.n > 0 ? pair.before.sum / pair.before.n : null;
      const after = pair.after.n > 0 ? pair.after.sum / pair.after.n : null;
      const compared = {
        subject: pair.subject,
        ...(pair.where === undefined ? {} : { where: pair.where }),
        measure: rule.measure,
        unit: rule.unit,
        before,
        after,
        nBefore: pair.before.n,
        nAfter: pair.after.n,
        // A floor without end means that nothing counts as shifted: there is no threshold to name.
        threshold: Number.isFinite(rule.floor) ? rule.floor : null,
        sentence:
          before === null || after === null
            ? `${pair.subject.name}: no rows in one of the windows`
            : pair.words(before, after),
      };
      return comparedFinding(compared, difference, {
        adjustedP: adjusted[index] ?? null,
        alpha: rule.alpha,
        isWorthAWord: ({ value }) => goes(rule.direction, value) && Math.abs(value) >= rule.floor,
      });
    })
    .sort(strongestFirst);
}
