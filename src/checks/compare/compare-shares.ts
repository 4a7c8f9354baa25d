import { adjustedOver } from './adjusted.ts';
import type { Segment } from '../../alert/alert.ts';
import { proportionDifference } from '../../statistics/proportion/proportion-difference.ts';
import type { Proportion } from '../../statistics/proportion/proportion.ts';
import type { Finding, Subject } from '../evidence.ts';
import { comparedFinding, goes } from './compared-finding.ts';
import { strongestFirst } from './strongest-first.ts';

/** One subject's events among trials, before and after. */
export type SharePair = {
  readonly subject: Subject;
  readonly where?: Segment;
  readonly before: Proportion;
  readonly after: Proportion;
  /** What the finding says when it shifted, given the two shares in words. */
  readonly words: (before: string, after: string) => string;
};

export type ShareRule = {
  /** What is counted, as the finding names it: `null rate`. */
  readonly measure: string;
  /** Smallest difference of shares worth a word. */
  readonly floor: number;
  /** False discovery rate over everything the check looks at. */
  readonly alpha: number;
  readonly direction: 'up' | 'down' | 'both';
  /** Largest relative size that still counts as small: below it a shift needs `floor`; null: absolute floor only. */
  readonly ratio?: number;
};

/**
 * Findings for shares before and after, strongest first: Newcombe interval, two-proportion test (mid-p where counts are
 * small), Benjamini–Hochberg over all subjects. A subject without rows in one window has no p and has not shifted.
 */
export function compareShares(pairs: readonly SharePair[], rule: ShareRule): readonly Finding[] {
  const measured = pairs.map((pair) => ({
    pair,
    difference: proportionDifference({ before: pair.before, after: pair.after }),
  }));
  const adjusted = adjustedOver(measured.map(({ difference }) => difference));
  return measured
    .map(({ pair, difference }, index): Finding => {
      const before = shareOf(pair.before);
      const after = shareOf(pair.after);
      const compared = {
        subject: pair.subject,
        ...(pair.where === undefined ? {} : { where: pair.where }),
        measure: rule.measure,
        unit: 'share',
        before,
        after,
        nBefore: pair.before.trials,
        nAfter: pair.after.trials,
        threshold: rule.floor,
        sentence: pair.words(shareWords(before), shareWords(after)),
      };
      return comparedFinding(compared, difference, {
        adjustedP: adjusted[index] ?? null,
        alpha: rule.alpha,
        isWorthAWord: ({ value, before: share }) => largeEnough(value, share, rule),
      });
    })
    .sort(strongestFirst);
}

function largeEnough(value: number, before: number, rule: ShareRule): boolean {
  if (!goes(rule.direction, value) || Math.abs(value) < rule.floor) return false;
  return rule.ratio === undefined || before === 0 || Math.abs(value) / before >= rule.ratio - 1;
}

const shareOf = ({ events, trials }: Proportion): number | null => (trials > 0 ? events / trials : null);

/** A share in words; a share nobody could measure is said to be so. */
export function shareWords(share: number | null): string {
  if (share === null) return 'no rows';
  const value = share * 100;
  return `${value >= 10 || value === 0 ? value.toFixed(0) : Number(value.toPrecision(2))} %`;
}
