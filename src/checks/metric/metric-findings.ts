import { compareMetric, type Comparison } from '../../symptom/compare-metric.ts';
import type { MetricTally } from '../../symptom/metric-tally.ts';
import type { MetricName } from '../../alert/metric.ts';
import { benjaminiHochberg } from '../../statistics/multiplicity/benjamini-hochberg.ts';
import type { Finding, Subject } from '../evidence.ts';
import type { Segment } from '../../alert/alert.ts';

/** One subject's metric in two places (windows, or versions side by side). */
export type MetricPair = {
  readonly subject: Subject;
  readonly where?: Segment;
  readonly measure: string;
  readonly comparison: Comparison;
  readonly detail?: NonNullable<Finding['detail']>;
  readonly words: (before: string, after: string) => string;
};

export type MetricRule = {
  readonly metric: MetricName;
  readonly unit: string;
  /** Smallest difference worth a word, in the metric's unit: see `metricFloor`. */
  readonly floor: (before: number) => number;
  readonly alpha: number;
};

/** DeLong's normal interval is too narrow for a high AUC from fewer labels of the rarer class than this. */
const fewestOfClass = 30;

/** Compares two tallies, unless an AUC would rest on too few labels of one class: then nothing is said of a difference. */
export function compareTallies(before: MetricTally, after: MetricTally): Comparison {
  const comparison = compareMetric(before, after);
  const rarest = Math.min(rarerClass(before), rarerClass(after));
  if (comparison.difference === null || rarest >= fewestOfClass) return comparison;
  const reason = `${rarest} labels of the rarer class, and ${fewestOfClass} are the least that an AUC can be compared from`;
  return { ...comparison, difference: null, p: null, test: null, reason };
}

function rarerClass(tally: MetricTally): number {
  if (tally.kind !== 'auc') return Infinity;
  const total = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);
  return Math.min(total(tally.positives), total(tally.negatives));
}

/** Findings of a metric, in the order given: p adjusted by Benjamini–Hochberg over all that has one. */
export function metricFindings(pairs: readonly MetricPair[], rule: MetricRule): readonly Finding[] {
  const known = pairs.flatMap(({ comparison }) => comparison.p ?? []);
  const adjusted = benjaminiHochberg(known);
  let next = 0;
  return pairs.map((pair): Finding => {
    const { before, after, difference, p, test } = pair.comparison;
    const adjustedP = p === null ? null : (adjusted[next++] ?? null);
    const floor = rule.floor(before?.value ?? 0);
    return {
      subject: pair.subject,
      ...(pair.where === undefined ? {} : { where: pair.where }),
      measure: pair.measure,
      unit: rule.unit,
      before: before?.value ?? null,
      after: after?.value ?? null,
      effect: difference?.value ?? null,
      low: difference?.low ?? null,
      high: difference?.high ?? null,
      nBefore: before?.n ?? 0,
      nAfter: after?.n ?? 0,
      test,
      p,
      adjustedP,
      threshold: floor,
      shifted:
        adjustedP !== null &&
        adjustedP <= rule.alpha &&
        Math.abs(difference?.value ?? 0) >= Math.max(floor, 0),
      ...(pair.detail === undefined ? {} : { detail: pair.detail }),
      sentence: pair.words(valueWords(before?.value), valueWords(after?.value)),
    };
  });
}

/** A loss has no natural scale and is judged against itself; a rate or an AUC is judged in points. */
export function metricFloor(
  metric: MetricName,
  floors: { readonly points: number; readonly relative: number },
): (before: number) => number {
  const relative = ['log_loss', 'brier', 'mae', 'rmse'].includes(metric);
  return (before) => (relative ? floors.relative * Math.abs(before) : floors.points);
}

function valueWords(value: number | undefined): string {
  if (value === undefined) return 'unknown';
  return Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(3);
}

/** Half the width of a finding's interval: what it could not have seen. Null without one. */
export function reachOf(finding: Finding): number | null {
  return finding.low === null || finding.high === null ? null : (finding.high - finding.low) / 2;
}
