import { proportionDifference } from '../../statistics/proportion/proportion-difference.ts';
import { quantileDifference } from '../../statistics/quantile/quantile-difference.ts';
import type { QuantileDifference } from '../../statistics/quantile/quantile-difference.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';

/** How many requests of a stage took how many milliseconds: bin b reaches from edges[b] to edges[b + 1]. */
export type StageCounts = {
  readonly stage: string;
  readonly edges: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The last bin is what took longer than this; how much longer is not known. */
  readonly openFrom?: number;
};

export type Measured = {
  readonly kind: 'measured';
  readonly stage: string;
  /** The highest quantile, up to p95, that there are requests enough for. */
  readonly high: { readonly name: string; readonly difference: QuantileDifference };
  readonly p50: QuantileDifference | null;
  readonly p99: QuantileDifference | null;
  /** Whether p50 or the high quantile moved: the smaller p, Bonferroni-corrected. */
  readonly p: number;
  readonly openFrom: number | null;
};
export type NotMeasured = { readonly kind: 'not-measured'; readonly reason: string };

const HIGH = [0.95, 0.9, 0.75, 0.5] as const;

/** The quantiles of one stage before and after. */
export function measureStage(counts: StageCounts): Measured | NotMeasured {
  const { stage, edges, before, after, openFrom } = counts;
  const at = (q: number): QuantileDifference | null => {
    const difference = quantileDifference(
      { before: { edges, counts: before }, after: { edges, counts: after } },
      q,
    );
    if (difference.kind === 'unanswerable') return null;
    return openFrom === undefined ? difference : withinBuckets(difference, counts);
  };
  const p50 = at(0.5);
  for (const q of HIGH) {
    const difference = at(q);
    if (difference === null) continue;
    const p = Math.min(1, 2 * Math.min(difference.pValue, p50?.pValue ?? 1));
    const high = { name: `p${q * 100}`, difference };
    return { kind: 'measured', stage, high, p50, p99: at(0.99), p, openFrom: openFrom ?? null };
  }
  return { kind: 'not-measured', reason: `too few requests went through ${stage} in one of the windows` };
}

/**
 * The same quantile of coarse buckets: where in its bucket it lies is not known, so the interval takes in the whole of it, and
 * what is tested is how many requests lie above the bound nearest to it, which was counted.
 */
function withinBuckets(of: QuantileDifference, { edges, before, after }: StageCounts): QuantileDifference {
  const bucket = (value: number): readonly [number, number] => {
    const upper = edges.findIndex((edge) => edge >= value);
    return [edges[Math.max(0, upper - 1)] ?? value, edges[upper] ?? value];
  };
  const [was, is] = [bucket(of.before), bucket(of.after)];
  const middle = (of.before + of.after) / 2;
  const inner = edges.map((_, k) => k).slice(1, -1);
  const above = (counts: readonly number[], bound: number) => ({
    events: counts.slice(bound).reduce((sum, count) => sum + count, 0),
    trials: counts.reduce((sum, count) => sum + count, 0),
  });
  const nearest = inner.toSorted(
    (a, b) => Math.abs((edges[a] ?? 0) - middle) - Math.abs((edges[b] ?? 0) - middle),
  )[0];
  const tested =
    nearest === undefined
      ? null
      : proportionDifference({ before: above(before, nearest), after: above(after, nearest) });
  return {
    ...of,
    interval: {
      ...of.interval,
      low: Math.min(of.interval.low, is[0] - was[1]),
      high: Math.max(of.interval.high, is[1] - was[0]),
    },
    pValue: tested?.kind === 'estimate' ? tested.pValue : 1,
    test: tested?.kind === 'estimate' ? `Mood at a bucket's bound, ${tested.test}` : of.test,
  };
}

/** What the quantiles of a stage say, given how likely chance would have it over all stages. */
export function stageFinding(
  { stage, high, p50, p99, p, openFrom }: Measured,
  adjustedP: number,
  context: CheckContext,
): Finding {
  const floor = context.thresholds['floor'] ?? 5;
  const moved = high.difference;
  const ratio = moved.before > 0 ? moved.after / moved.before : Infinity;
  const shown = (value: number): string =>
    openFrom !== null && value >= openFrom ? `more than ${ms(openFrom)}` : ms(value);
  return {
    subject: { kind: 'stage', name: stage },
    measure: high.name,
    unit: 'ms',
    before: moved.before,
    after: moved.after,
    effect: moved.value,
    low: moved.interval.low,
    // Beyond the last bound there is no telling how much it was.
    high: openFrom !== null && moved.after >= openFrom ? null : moved.interval.high,
    nBefore: moved.n.before,
    nAfter: moved.n.after,
    test: moved.test,
    p,
    adjustedP,
    threshold: floor,
    shifted:
      adjustedP <= (context.thresholds['alpha'] ?? 0.001) &&
      moved.value >= floor &&
      ratio >= (context.thresholds['ratio'] ?? 1.3),
    detail: {
      p50Before: p50?.before ?? null,
      p50After: p50?.after ?? null,
      p99Before: p99?.before ?? null,
      p99After: p99?.after ?? null,
      ratio: Number.isFinite(ratio) ? ratio : null,
      ...(openFrom === null ? {} : { binWidth: moved.binWidth, openFrom }),
    },
    sentence: `${high.name} of ${stage} went from ${shown(moved.before)} to ${shown(moved.after)}`,
  };
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
