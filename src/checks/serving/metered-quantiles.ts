import type { Row } from '../../sql/aggregate.ts';
import { momentsOf } from '../../statistics/mean/moments.ts';
import type { MeteredLatency } from './metered-latency.ts';
import { numberOf, textOf } from '../read-answers.ts';
import type { Read } from '../read-answers.ts';
import { ms } from './stage-latency.ts';

/** The highest quantile, up to p95, is the one that is compared. */
const HIGHEST = 0.95;

/**
 * Quantiles that the service computed itself, every ten minutes: their means before and after. How many requests stand
 * behind one is not known, and neighbouring values overlap; a value every ten minutes counts as one observation.
 */
export function readQuantiles(read: Read, unit: number): MeteredLatency {
  if (read.kind === 'not-read') return { kind: 'not-measured', reason: read.reason };
  const quantiles = [...new Set(read.rows.map((row) => Number(textOf(row['quantile']) ?? NaN)))]
    .filter((quantile) => quantile > 0 && quantile < 1)
    .sort((a, b) => a - b);
  const measured = quantiles.findLast((quantile) => quantile <= HIGHEST) ?? quantiles[0];
  if (measured === undefined)
    return { kind: 'not-measured', reason: 'infra.latency has no samples with the label quantile' };
  const rows = read.rows.filter((row) => Number(textOf(row['quantile'])) === measured);
  const stages = Map.groupBy(rows, (row) => textOf(row['stage']) ?? 'request');
  const name = `p${Number((measured * 100).toFixed(4))}`;
  return {
    kind: 'quantiles',
    measure: name,
    pairs: [...stages].map(([stage, of]) => ({
      subject: { kind: 'stage', name: stage },
      before: momentsOf(means(of, 'before', unit)),
      after: momentsOf(means(of, 'after', unit)),
      words: (before, after) => `${name} of ${stage} went from ${ms(before)} to ${ms(after)}`,
    })),
  };
}

function means(rows: readonly Row[], window: 'before' | 'after', unit: number): readonly number[] {
  return rows.flatMap((row) => {
    const [n, sum] = [numberOf(row[`${window} n`]), numberOf(row[`${window} sum`])];
    return n === null || sum === null || n <= 0 ? [] : [(sum / n) * unit];
  });
}
