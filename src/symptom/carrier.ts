import type { Subject } from '../checks/evidence.ts';
import type { Expression, Measure, Relation } from '../sql/aggregate.ts';
import { all, column, count, countIf, sum, sumOfSquares } from '../sql/build.ts';

/** Which rows a carrier is measured on: one relation is one scan, shared by all its carriers. */
export type CarrierSource =
  | 'predictions'
  | 'predictions-by-label-time'
  | 'requests'
  | 'parity'
  | 'feature_reads'
  | 'business'
  | 'hosts';

/**
 * How a moved carrier speaks of the cause: a `defect` is broken by itself (nulls, misses, errors), an `outcome` is what the model
 * then does (scores, decisions, labels given the score, the KPI), an `exposure` is only who came (versions, segments, volume).
 */
export type Tier = 'defect' | 'outcome' | 'exposure';

/** Writes a column of the relation; in a join it says of which side. */
export type ColumnOf = (name: string) => Expression;

/**
 * An additive per-row quantity that may carry the symptom: a share (events among rows), a mean of values, or the ratio of two
 * columns that were counted before. It can be followed through time and broken down by segment.
 */
export type Carrier = {
  readonly id: string;
  readonly words: string;
  readonly subject: Subject;
  readonly tier: Tier;
  readonly source: CarrierSource;
  /** Only more of it breaks anything: hosts that have less to do follow the traffic. */
  readonly hurtsWhenUp?: true;
  /** The rows that count; all when absent. */
  readonly among?: (of: ColumnOf) => Expression;
  readonly quantity:
    | { readonly kind: 'share'; readonly event: (of: ColumnOf) => Expression }
    | { readonly kind: 'mean'; readonly value: (of: ColumnOf) => Expression }
    | { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string }
    /** How many rows there are in a bin. */
    | { readonly kind: 'volume' };
};

/** What a carrier adds up to over some rows: for a share, sum and sum of squares are both the events. */
export type Tally = { readonly n: number; readonly sum: number; readonly sumOfSquares: number };

export const emptyTally: Tally = { n: 0, sum: 0, sumOfSquares: 0 };

/** One side of a relation, or a plain table. */
export function columnsOf(relation: Relation, side: 'left' | 'right'): ColumnOf {
  switch (relation.kind) {
    case 'table':
      return (name) => column(name);
    case 'join':
      return (name) => column(name, side);
  }
}

/** Measures `n<key>`, `s<key>` and, for a mean, `q<key>` of the carrier over the rows for which `where` holds. */
export function carrierMeasures(
  carrier: Carrier,
  key: string,
  options: { readonly of: ColumnOf; readonly where?: Expression },
): Record<string, Measure> {
  const { of, where } = options;
  const among = [...(carrier.among ? [carrier.among(of)] : []), ...(where ? [where] : [])];
  const filter = among.length === 0 ? undefined : all(...among);
  const { quantity } = carrier;
  switch (quantity.kind) {
    case 'share':
      return {
        [`n${key}`]: filter ? countIf(filter) : count(),
        [`s${key}`]: countIf(all(...among, quantity.event(of))),
      };
    case 'mean': {
      const value = quantity.value(of);
      const known: Expression = { kind: 'not', of: { kind: 'is-null', of: value } };
      return {
        [`n${key}`]: countIf(all(...among, known)),
        [`s${key}`]: sum(value, filter),
        [`q${key}`]: sumOfSquares(value, filter),
      };
    }
    case 'volume':
      return { [`n${key}`]: filter ? countIf(filter) : count() };
    case 'ratio':
      return {
        [`n${key}`]: sum(of(quantity.denominator), filter),
        [`s${key}`]: sum(of(quantity.numerator), filter),
      };
  }
}

/** Reads what `carrierMeasures` asked for under the same key. */
export function tallyOf(carrier: Carrier, key: string, countOf: (name: string) => number): Tally {
  const [n, total] = [countOf(`n${key}`), countOf(`s${key}`)];
  switch (carrier.quantity.kind) {
    case 'share':
    case 'ratio':
      return { n, sum: total, sumOfSquares: total };
    case 'mean':
      return { n, sum: total, sumOfSquares: countOf(`q${key}`) };
    case 'volume':
      return { n: 1, sum: n, sumOfSquares: n * n };
  }
}
