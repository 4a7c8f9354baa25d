import { adjustedOver } from './adjusted.ts';
import { populationStability } from '../../statistics/drift/population-stability.ts';
import type { Finding, Subject } from '../evidence.ts';

/** Rows by bin or value, before and after. */
export type BinCounts = ReadonlyMap<string, { readonly before: number; readonly after: number }>;

export type DriftSubject = { readonly subject: Subject; readonly counts: BinCounts };

export type DriftRule = {
  readonly floor: number;
  readonly alpha: number;
  readonly words: (found: {
    readonly name: string;
    readonly psi: string;
    readonly bin: string;
    readonly from: string;
    readonly to: string;
  }) => string;
};

/**
 * PSI per subject, tested against its distribution under no change, Benjamini–Hochberg over all subjects. A subject has shifted when that
 * is beyond chance and its PSI, less what chance alone averages at these sizes, is above the floor. Strongest first.
 */
export function compareCategories(subjects: readonly DriftSubject[], rule: DriftRule): readonly Finding[] {
  const measured = subjects.map(({ subject, counts }) => {
    const bins = [...counts.keys()];
    const size = (window: 'before' | 'after') => bins.map((bin) => counts.get(bin)?.[window] ?? 0);
    const [before, after] = [size('before'), size('after')];
    return { subject, bins, before, after, found: populationStability({ before, after }) };
  });
  const adjusted = adjustedOver(measured.map(({ found }) => found));
  return measured
    .map(({ subject, bins, before, after, found }, i): Finding => {
      const [nBefore, nAfter] = [total(before), total(after)];
      const frame = {
        subject,
        measure: 'PSI',
        unit: 'psi',
        nBefore,
        nAfter,
        threshold: rule.floor,
      };
      if (found.kind === 'unanswerable') {
        return {
          ...frame,
          before: null,
          after: null,
          effect: null,
          low: null,
          high: null,
          test: null,
          p: null,
          adjustedP: null,
          shifted: false,
          sentence: `${subject.name}: ${found.reason}`,
        };
      }
      const adjustedP = adjusted[i] ?? 1;
      const most = found.contributions.indexOf(Math.max(...found.contributions));
      const share = (counts: readonly number[], n: number) => (counts[most] ?? 0) / Math.max(1, n);
      const [from, to] = [share(before, nBefore), share(after, nAfter)];
      const bin = bins[most] ?? '';
      return {
        ...frame,
        before: found.expectedUnderNoChange,
        after: found.value,
        effect: found.value - found.expectedUnderNoChange,
        low: found.interval.low - found.expectedUnderNoChange,
        high: found.interval.high - found.expectedUnderNoChange,
        test: 'PSI against its distribution under no change',
        p: found.pValue,
        adjustedP,
        shifted: adjustedP <= rule.alpha && found.value - found.expectedUnderNoChange >= rule.floor,
        detail: {
          bin,
          shareBefore: from,
          shareAfter: to,
          contribution: found.contributions[most] ?? 0,
          class: found.effect,
        },
        sentence: rule.words({
          name: subject.name,
          psi: found.value.toFixed(2),
          bin,
          from: percent(from),
          to: percent(to),
        }),
      };
    })
    .toSorted((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? -1) - (a.effect ?? -1));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, n) => sum + n, 0);
}
