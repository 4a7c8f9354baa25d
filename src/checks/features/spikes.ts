import type { Aggregate, Expression, Row } from '../../sql/aggregate.ts';
import { all, column, gt, minimum, ne, number, quantile, table } from '../../sql/build.ts';
import { numberOf } from '../read-answers.ts';

export const deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export type Spike = { readonly name: string; readonly value: number };

/** Numbers of which many rows have one and the same value: the deciles would bin that value and the rest as one. */
export function spikesOf(
  names: readonly string[],
  row: Row,
  categories: readonly string[],
): readonly Spike[] {
  return names.flatMap((name, i) => {
    const value = categories.includes(name) ? null : spikeIn(cutsOf(row, i));
    return value === null ? [] : [{ name, value }];
  });
}

/** The deciles of column `i`, as `profileInquiry` asks for them. */
export const cutsOf = (row: Row, i: number): readonly number[] =>
  deciles.flatMap((_, k) => numberOf(row[`q${i}_${k}`]) ?? []);

/** The value at which three deciles in a row lie. */
export const spikeIn = (cuts: readonly number[]): number | null =>
  cuts.find((cut, k) => cut === cuts[k + 2]) ?? null;

const quintiles = [0.2, 0.4, 0.6, 0.8];

/** How the values on either side of a spike are spread, and where the next one above it begins. */
export function besideSpikes(
  spikes: readonly Spike[],
  { where, sampled }: { readonly where: readonly Expression[]; readonly sampled: Expression | undefined },
): Aggregate {
  const measures = spikes.flatMap(({ name, value: spike }, i) => {
    const value = number(column(name));
    return [
      [`above${i}`, minimum(value, gt(value, spike))] as const,
      ...quintiles.map(
        (p, k) => [`q${i}_${k}`, quantile(value, p, both(ne(value, spike), sampled))] as const,
      ),
    ];
  });
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where,
    by: {},
    measures: Object.fromEntries(measures),
  };
}

/** Edges that keep the spike in a bin of its own; none for a column without one. */
export function edgesBeside(
  name: string,
  { spikes, beside }: { readonly spikes: readonly Spike[]; readonly beside: Row },
): readonly number[] {
  const i = spikes.findIndex((one) => one.name === name);
  const spike = spikes[i];
  if (spike === undefined) return [];
  const above = numberOf(beside[`above${i}`]);
  const rest = quintiles.flatMap((_, k) => numberOf(beside[`q${i}_${k}`]) ?? []);
  return [spike.value, ...(above === null ? [] : [above]), ...rest];
}

const both = (one: Expression, other: Expression | undefined): Expression =>
  other === undefined ? one : all(one, other);
