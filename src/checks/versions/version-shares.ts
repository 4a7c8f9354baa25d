import type { Row } from '../../sql/aggregate.ts';
import type { MetricSpec } from '../../symptom/metric-home.ts';
import { inWindow, metricTally, type MetricTally } from '../../symptom/metric-tally.ts';
import { textOf } from '../read-answers.ts';
import { rowsOf } from '../../statistics/classes/class-table.ts';
import { rowsOfAucs } from '../../symptom/class-tally.ts';
import type { VersionSplit } from './version-split.ts';

/** The versions that occur, by name. */
export function namesOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => textOf(row['version']) ?? []))].toSorted();
}

export type Shares = ReadonlyMap<string, { readonly before: number; readonly after: number }>;

/** Each version's share of the labels. */
export function sharesOf(spec: MetricSpec, rows: readonly Row[]): Shares {
  const weigh = (window: 'before' | 'after', version: string | null): number => {
    const own = inWindow(rows, window).filter(
      (row) => version === null || textOf(row['version']) === version,
    );
    return own.length === 0 ? 0 : weightOf(metricTally(spec, own));
  };
  const whole = { before: weigh('before', null) || 1, after: weigh('after', null) || 1 };
  return new Map(
    namesOf(rows).map((version) => [
      version,
      { before: weigh('before', version) / whole.before, after: weigh('after', version) / whole.after },
    ]),
  );
}

function weightOf(tally: MetricTally): number {
  const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);
  switch (tally.kind) {
    case 'auc':
      return total(tally.positives) + total(tally.negatives);
    case 'moments':
    case 'root-mean-square':
      return tally.moments.n;
    case 'confusion':
      return Object.values<number>(tally.table).reduce((sum, count) => sum + count, 0);
    case 'classes':
      return rowsOf(tally.table);
    case 'aucs':
      return rowsOfAucs(tally);
    case 'share':
      return tally.trials;
    case 'latency':
      return total(tally.counts);
    case 'categories':
    case 'volume':
      return 0;
  }
}

/** A version that served less than this of the baseline is new. */
export const seenBefore = 0.01;
const mostOf = 2 / 3;

/** How far the mix of versions explains the change. */
export function splitDetail(split: VersionSplit | null, shares: Shares, change: number | null) {
  const appeared = [...shares].filter(([, share]) => share.before < seenBefore && share.after >= seenBefore);
  const newShare = appeared.reduce((sum, [, share]) => sum + share.after, 0);
  const serving = [...shares.values()].filter(
    (share) => share.after >= seenBefore || share.before >= seenBefore,
  );
  const mixShare = split === null || change === null || change === 0 ? null : split.mix / change;
  const explainedBy =
    serving.length < 2
      ? 'one version'
      : newShare > 1 / 2
        ? 'a new version'
        : mixShare !== null && mixShare >= mostOf
          ? 'mix of versions'
          : 'within versions';
  return {
    mix: split?.mix ?? null,
    within: split?.within ?? null,
    mixShare,
    newVersion: appeared.map(([version]) => version).join(', ') || null,
    newShare,
    explainedBy,
  };
}
