import { countOf, momentOf, numberOf, textOf } from '../checks/read-answers.ts';
import type { Row } from '../sql/aggregate.ts';
import type { ClassTable } from '../statistics/classes/class-table.ts';
import type { MacroRate } from '../statistics/classes/macro-rate.ts';
import type { Confusion } from '../statistics/confusion/confusion.ts';
import type { Moments } from '../statistics/mean/moments.ts';
import { classTally, type ScoreCounts } from './class-tally.ts';
import type { MetricSpec } from './metric-home.ts';
import { latencyEdges, scoreEdges } from './metric-question.ts';

/** What a metric adds up to over the rows of one window, whatever is then made of it. */
export type MetricTally =
  | { readonly kind: 'auc'; readonly positives: Float64Array; readonly negatives: Float64Array }
  | { readonly kind: 'moments'; readonly moments: Moments }
  | { readonly kind: 'root-mean-square'; readonly moments: Moments }
  | {
      readonly kind: 'confusion';
      readonly rate: 'accuracy' | 'precision' | 'recall' | 'f1';
      readonly table: Confusion;
    }
  | { readonly kind: 'classes'; readonly rate: MacroRate; readonly table: ClassTable }
  /** One class against the rest, each, in the order of the classes. */
  | { readonly kind: 'aucs'; readonly classes: readonly ScoreCounts[] }
  | { readonly kind: 'share'; readonly events: number; readonly trials: number }
  | { readonly kind: 'latency'; readonly quantile: number; readonly counts: Float64Array }
  | { readonly kind: 'categories'; readonly counts: ReadonlyMap<string, number> }
  /** Rows by full hour, the hour in milliseconds since the epoch. */
  | { readonly kind: 'volume'; readonly hours: ReadonlyMap<number, number> };

/** Adds up the rows of one window (and one group, where there are groups) to the metric's tally. */
export function metricTally(spec: MetricSpec, rows: readonly Row[]): MetricTally {
  const { metric } = spec;
  const ofClasses = spec.model.task === 'multiclass' ? classTally(spec, rows) : null;
  if (ofClasses !== null) return ofClasses;
  switch (metric) {
    case 'auc': {
      const positives = new Float64Array(scoreEdges.length + 1);
      const negatives = new Float64Array(scoreEdges.length + 1);
      for (const row of rows) {
        const bin = numberOf(row['bin']);
        if (bin === null) continue;
        positives[bin] = (positives[bin] ?? 0) + countOf(row['p']);
        negatives[bin] = (negatives[bin] ?? 0) + countOf(row['n']);
      }
      return { kind: 'auc', positives, negatives };
    }
    case 'log_loss':
    case 'brier':
    case 'mae':
    case 'label_rate':
    case 'mean_score':
    case 'freshness':
      return { kind: 'moments', moments: momentsOf(rows) };
    case 'rmse':
      return { kind: 'root-mean-square', moments: momentsOf(rows) };
    case 'accuracy':
    case 'precision':
    case 'recall':
    case 'f1':
      return {
        kind: 'confusion',
        rate: metric,
        table: {
          truePositives: total(rows, 'tp'),
          falsePositives: total(rows, 'fp'),
          falseNegatives: total(rows, 'fn'),
          trueNegatives: total(rows, 'tn'),
        },
      };
    case 'macro_f1':
      return {
        kind: 'classes',
        rate: 'f1',
        table: {
          classes: ['1', '0'],
          counts: [
            [total(rows, 'tp'), total(rows, 'fn')],
            [total(rows, 'fp'), total(rows, 'tn')],
          ],
        },
      };
    case 'decision_rate':
    case 'null_rate':
    case 'error_rate':
    case 'fallback_rate':
    case 'kpi':
      return { kind: 'share', events: total(rows, 'events'), trials: total(rows, 'trials') };
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99': {
      const counts = new Float64Array(latencyEdges.length);
      for (const row of rows) {
        const bin = Math.min(latencyEdges.length - 1, Math.max(0, numberOf(row['bin']) ?? 0));
        counts[bin] = (counts[bin] ?? 0) + countOf(row['n']);
      }
      const quantile = { latency_p50: 0.5, latency_p95: 0.95, latency_p99: 0.99 }[metric];
      return { kind: 'latency', quantile, counts };
    }
    case 'psi': {
      const counts = new Map<string, number>();
      for (const row of rows) {
        const value = textOf(row['value']) ?? 'null';
        counts.set(value, (counts.get(value) ?? 0) + countOf(row['n']));
      }
      return { kind: 'categories', counts };
    }
    case 'volume':
    case 'label_volume': {
      const hours = new Map<number, number>();
      for (const row of rows) {
        const hour = momentOf(row['hour']);
        if (hour !== null) hours.set(hour, (hours.get(hour) ?? 0) + countOf(row['n']));
      }
      return { kind: 'volume', hours };
    }
  }
}

/** Rows of one window. */
export function inWindow(rows: readonly Row[], window: 'before' | 'after'): readonly Row[] {
  return rows.filter((row) => row['window'] === window);
}

function momentsOf(rows: readonly Row[]): Moments {
  return { n: total(rows, 'n'), sum: total(rows, 'sum'), sumOfSquares: total(rows, 'squares') };
}

export function total(rows: readonly Row[], name: string): number {
  return rows.reduce((sum, row) => sum + countOf(row[name]), 0);
}
