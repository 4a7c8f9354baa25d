import type { Inquiry } from '../checks/inquiry.ts';
import type { Questions } from '../checks/question.ts';
import { countOf, momentOf, rowsOrNone } from '../checks/read-answers.ts';
import type { Answers } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Expression, Measure, Relation } from '../sql/aggregate.ts';
import { column, during, isNotNull, join, table, timeBin } from '../sql/build.ts';
import type { Segment } from '../alert/alert.ts';
import type { BinnedSeries } from '../statistics/onset/binned-series.ts';
import {
  carrierMeasures,
  columnsOf,
  tallyOf,
  type Carrier,
  type CarrierSource,
  type ColumnOf,
} from './carrier.ts';
import { segmentCondition } from './segment-condition.ts';

/** A carrier followed through time, in all traffic or in one segment. */
export type Followed = { readonly carrier: Carrier; readonly segment: Segment };

export type Series = Followed & { readonly series: BinnedSeries };

/** Equal bins over a window; bin 0 starts at `from`. */
export type Bins = { readonly from: Date; readonly to: Date; readonly seconds: number };

function binCount({ from, to, seconds }: Bins): number {
  return Math.max(1, Math.ceil((to.getTime() - from.getTime()) / (seconds * 1000)));
}

type Scan = { readonly relation: Relation; readonly of: ColumnOf; readonly time: Expression };

/** The relation a source's carriers are counted on, or null where the configuration has none. */
function scanOf(model: ModelConfig, source: CarrierSource): Scan | null {
  const { predictions, offline_features: offline, requests } = model;
  const plain = (name: Extract<Relation, { kind: 'table' }>['table'], time: string): Scan => ({
    relation: table(name),
    of: (column_) => column(column_),
    time: column(time),
  });
  switch (source) {
    case 'predictions':
      return plain('predictions', predictions.time);
    case 'predictions-by-label-time':
      return predictions.label?.known_at === undefined
        ? null
        : plain('predictions', predictions.label.known_at);
    case 'requests':
      return requests === undefined ? null : plain('requests', requests.time);
    case 'feature_reads':
      return model.feature_reads === undefined ? null : plain('feature_reads', model.feature_reads.time);
    case 'business':
      return model.business === undefined ? null : plain('business', model.business.time);
    case 'hosts':
      return model.hosts === undefined ? null : plain('hosts', model.hosts.time);
    case 'parity': {
      if (offline === undefined) return null;
      const relation = join('predictions', 'offline_features', { left: predictions.id, right: offline.id });
      return { relation, of: columnsOf(relation, 'left'), time: column(predictions.time, 'left') };
    }
  }
}

/** One question per source: all that is followed there, by time bin. */
export function seriesQuestions(model: ModelConfig, followed: readonly Followed[], bins: Bins): Questions {
  const questions: Record<string, Questions[string]> = {};
  for (const [source, ones] of bySource(followed)) {
    const scan = scanOf(model, source);
    if (scan === null) continue;
    const measures: Record<string, Measure> = {};
    ones.forEach(({ carrier, segment }, i) => {
      const where = segmentCondition(segment, scan.of);
      Object.assign(measures, carrierMeasures(carrier, `${i}`, { of: scan.of, ...(where ? { where } : {}) }));
    });
    questions[source] = {
      kind: 'aggregate',
      from: scan.relation,
      where: [isNotNull(scan.time), during(scan.time, bins)],
      by: { bin: timeBin(scan.time, bins.seconds) },
      measures,
    };
  }
  return questions;
}

const rowsABreath = 250;

/** The series that came back, in the order of `followed`. What no source answered is left out. */
export function* readSeries(answers: Answers, followed: readonly Followed[], bins: Bins): Inquiry<Series[]> {
  const size = binCount(bins);
  const found: Series[] = [];
  for (const [source, ones] of bySource(followed)) {
    const rows = rowsOrNone(answers, source);
    if (rows.length === 0) continue;
    const lists = ones.map(() => ({
      n: new Float64Array(size),
      sum: new Float64Array(size),
      squares: new Float64Array(size),
    }));
    for (const [place, row] of rows.entries()) {
      // Long tables are read with a breath now and then, for whatever else waits.
      if (place % rowsABreath === rowsABreath - 1) yield {};
      const at = momentOf(row['bin']);
      if (at === null) continue;
      const bin = Math.floor((at - bins.from.getTime()) / (bins.seconds * 1000));
      if (bin < 0 || bin >= size) continue;
      ones.forEach(({ carrier }, i) => {
        const tally = tallyOf(carrier, `${i}`, (name) => countOf(row[name]));
        const list = lists[i];
        if (list === undefined) return;
        list.n[bin] = tally.n;
        list.sum[bin] = tally.sum;
        list.squares[bin] = tally.sumOfSquares;
      });
    }
    ones.forEach((one, i) => {
      const list = lists[i];
      if (list !== undefined) found.push({ ...one, series: seriesOf(one.carrier, list) });
    });
  }
  return found;
}

function seriesOf(
  carrier: Carrier,
  list: { readonly n: Float64Array; readonly sum: Float64Array; readonly squares: Float64Array },
): BinnedSeries {
  const { n, sum, squares } = list;
  switch (carrier.quantity.kind) {
    case 'mean':
    case 'volume':
      return { kind: 'means', n, sum, sumOfSquares: squares };
    case 'share':
      return { kind: 'rates', events: sum, trials: n };
    case 'ratio':
      return n.every((trials, bin) => (sum[bin] ?? 0) <= trials)
        ? { kind: 'rates', events: sum, trials: n }
        : ratioPerBin(n, sum);
  }
}

// A ratio above 1 (revenue per visit) is no rate: each bin is one measured value.
function ratioPerBin(n: Float64Array, sum: Float64Array): BinnedSeries {
  const value = sum.map((total, bin) => ((n[bin] ?? 0) > 0 ? total / (n[bin] ?? 1) : 0));
  return {
    kind: 'means',
    n: n.map((trials) => (trials > 0 ? 1 : 0)),
    sum: value,
    sumOfSquares: value.map((each) => each * each),
  };
}

function bySource(followed: readonly Followed[]): Map<CarrierSource, Followed[]> {
  const groups = new Map<CarrierSource, Followed[]>();
  for (const one of followed) {
    const group = groups.get(one.carrier.source) ?? [];
    group.push(one);
    groups.set(one.carrier.source, group);
  }
  return groups;
}
