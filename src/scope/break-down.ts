import type { Segment } from '../alert/alert.ts';
import type { CheckContext } from '../checks/check.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { rowsOf } from '../checks/read-answers.ts';
import type { Cell, Row } from '../sql/aggregate.ts';
import { column } from '../sql/build.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import { mixAndRate, type MixAndRate, type SegmentMoments } from '../statistics/mix/mix-and-rate.ts';
import type { Moments } from '../statistics/mean/moments.ts';
import { rowsOf as rowsOfTable } from '../statistics/classes/class-table.ts';
import { rowsOfAucs } from '../symptom/class-tally.ts';
import { compareMetric, type Comparison } from '../symptom/compare-metric.ts';
import { homeOf, type MetricSpec, type Place } from '../symptom/metric-home.ts';
import { metricQuestion } from '../symptom/metric-question.ts';
import { inWindow, metricTally, type MetricTally } from '../symptom/metric-tally.ts';
import { measurementWords, metricLabel, metricUnit } from '../symptom/metric-words.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import { whichMetric } from '../symptom/which-metric.ts';
import { businessTraffic, noRows, predictionTraffic, requestTraffic } from './lattice.ts';
import type { Scope, SegmentChange } from './scope.ts';

const alpha = 0.01;
const smallNumber = 50;

type Group = {
  readonly segment: Segment;
  readonly before: MetricTally;
  readonly after: MetricTally;
  readonly compared: Comparison;
};

/**
 * The symptom's metric for every value of one dimension (or every combination of several): before, after, corrected p, and, where
 * the metric adds up over rows, how much of the whole change each value brings by its rate and by its mix (Kitagawa).
 */
export function* breakDown(context: CheckContext, dimensions: readonly string[]): Inquiry<Scope> {
  const { model, symptom, alert, windows } = context;
  const metric = symptom?.metric ?? whichMetric(model, alert);
  const spec: MetricSpec = { metric, model, column: symptom?.column ?? null, profile: null };
  const label = metricLabel(model, metric, spec.column);
  const place = placeFor(spec, dimensions);
  if ('reason' in place) return nothing(context, label, { dimensions, reason: place.reason });
  const question = metricQuestion(spec, { before: windows.baseline, after: windows.incident }, place);
  if ('reason' in question) return nothing(context, label, { dimensions, reason: question.reason });
  const read = rowsOf(yield { metric: question }, 'metric');
  if (read.kind === 'not-read') return nothing(context, label, { dimensions, reason: read.reason });
  const groups = groupsOf(spec, read.rows, dimensions);
  if (groups.length === 0) {
    return nothing(context, label, { dimensions, reason: noRows(place.relation) });
  }
  const split = splitOf(groups);
  const rows = rowsFrom(groups, split);
  const unit = metricUnit(metric);
  const carrying = rows.filter(({ carries }) => carries);
  const paradox = split?.kind === 'estimate' && split.simpsonsParadox;
  const say = ({ where, before, after }: SegmentChange) =>
    before !== null && after !== null
      ? `${segmentWords(where)} ${measurementWords(before, unit)} → ${measurementWords(after, unit)}`
      : segmentWords(where);
  return {
    answer: carrying.length === 0 ? 'all-alike' : 'segments',
    metric: label,
    unit,
    dimensions: [...dimensions],
    segments: carrying,
    rows,
    warnings: [
      ...(paradox
        ? [`Simpson's paradox: the values of ${dimensions.join(', ')} moved one way and the whole the other`]
        : []),
      ...rows.flatMap(({ warning }) => warning ?? []),
    ],
    windows,
    sentence:
      carrying.length === 0
        ? `${label} by ${dimensions.join(', ')}: no value changed beyond chance.`
        : `${label} changed in ${carrying.map(say).join('; ')}.`,
  };
}

function placeFor(spec: MetricSpec, dimensions: readonly string[]): Place | { readonly reason: string } {
  const { model } = spec;
  const home = homeOf(spec.metric);
  const traffics = {
    predictions: predictionTraffic(model),
    requests: requestTraffic(model),
    business: businessTraffic(model),
    feature_reads: null,
  };
  const own = traffics[home];
  const known = (names: readonly string[] | undefined) => dimensions.every((name) => names?.includes(name));
  const by = (of: (name: string) => ReturnType<typeof column>) =>
    Object.fromEntries(dimensions.map((name, i) => [`d${i}`, of(name)]));
  if (own !== null && known(own.dimensions)) {
    const side = own.relation.kind === 'join' ? 'left' : undefined;
    return {
      relation: own.relation,
      of: (name) => column(name, side),
      time: own.time,
      by: by(own.column),
      where: [],
    };
  }
  const joined = traffics.predictions;
  if (home === 'requests' && known(joined.dimensions) && joined.relation.kind === 'join') {
    return {
      relation: joined.relation,
      of: (name) => column(name, 'right'),
      time: joined.time,
      by: by(joined.column),
      where: [],
    };
  }
  return { reason: `${spec.metric} cannot be broken down by ${dimensions.join(', ')}` };
}

function groupsOf(spec: MetricSpec, rows: readonly Row[], dimensions: readonly string[]): Group[] {
  const groups = new Map<string, { segment: Segment; rows: Row[] }>();
  for (const row of rows) {
    const segment = Object.fromEntries(dimensions.map((name, i) => [name, valueOf(row[`d${i}`])]));
    const key = segmentWords(segment);
    const group = groups.get(key) ?? { segment, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ segment, rows: own }) => {
    const before = metricTally(spec, inWindow(own, 'before'));
    const after = metricTally(spec, inWindow(own, 'after'));
    return { segment, before, after, compared: compareMetric(before, after) };
  });
}

function splitOf(groups: readonly Group[]): MixAndRate | null {
  const additive = groups.flatMap(({ segment, before, after }): SegmentMoments[] => {
    const [one, two] = [momentsOf(before), momentsOf(after)];
    return one === null || two === null ? [] : [{ segment: segmentWords(segment), before: one, after: two }];
  });
  if (additive.length !== groups.length) return null;
  const split = mixAndRate(additive);
  return split.kind === 'estimate' ? split : null;
}

/** The moments of a metric that is a mean over rows; null for one that is not. */
function momentsOf(tally: MetricTally): Moments | null {
  switch (tally.kind) {
    case 'moments':
      return tally.moments;
    case 'share':
      return { n: tally.trials, sum: tally.events, sumOfSquares: tally.events };
    case 'confusion': {
      const { truePositives, trueNegatives, falsePositives, falseNegatives } = tally.table;
      if (tally.rate !== 'accuracy') return null;
      const right = truePositives + trueNegatives;
      return { n: right + falsePositives + falseNegatives, sum: right, sumOfSquares: right };
    }
    case 'auc':
    case 'aucs':
    case 'classes':
    case 'root-mean-square':
    case 'latency':
    case 'categories':
    case 'volume':
      return null;
  }
}

function rowsFrom(groups: readonly Group[], split: MixAndRate | null): readonly SegmentChange[] {
  const tested = groups.flatMap(({ compared }, i) => (compared.p === null ? [] : [{ i, p: compared.p }]));
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  const adjustedOf = new Map(tested.map(({ i }, k) => [i, adjusted[k] ?? 1]));
  const size = (window: 'before' | 'after') => groups.reduce((sum, group) => sum + rowsIn(group[window]), 0);
  const [allBefore, allAfter] = [size('before'), size('after')];
  return groups
    .map((group, i): SegmentChange => {
      const { compared, segment } = group;
      const part = split?.segments[i];
      const adjustedP = adjustedOf.get(i) ?? null;
      const [nBefore, nAfter] = [rowsIn(group.before), rowsIn(group.after)];
      return {
        where: segment,
        before: compared.before,
        after: compared.after,
        difference: compared.difference,
        shareOfChange:
          part === undefined || split === null || split.value === 0
            ? null
            : (part.rate + part.mix) / split.value,
        ratePart: part?.rate ?? null,
        mixPart: part?.mix ?? null,
        shareOfTraffic: {
          before: allBefore > 0 ? nBefore / allBefore : 0,
          after: allAfter > 0 ? nAfter / allAfter : 0,
        },
        p: compared.p,
        adjustedP,
        carries: adjustedP !== null && adjustedP <= alpha,
        warning:
          compared.reason !== null
            ? `${segmentWords(segment)}: ${compared.reason}`
            : Math.min(nBefore, nAfter) < smallNumber
              ? `few rows in ${segmentWords(segment)}: ${nBefore} before, ${nAfter} after`
              : null,
      };
    })
    .toSorted((a, b) => Number(b.carries) - Number(a.carries) || (a.p ?? 1) - (b.p ?? 1));
}

function rowsIn(tally: MetricTally): number {
  switch (tally.kind) {
    case 'auc':
      return sum(tally.positives) + sum(tally.negatives);
    case 'moments':
    case 'root-mean-square':
      return tally.moments.n;
    case 'confusion':
      return Object.values(tally.table).reduce((total, n) => total + n, 0);
    case 'classes':
      return rowsOfTable(tally.table);
    case 'aucs':
      return rowsOfAucs(tally);
    case 'share':
      return tally.trials;
    case 'latency':
      return sum(tally.counts);
    case 'categories':
      return [...tally.counts.values()].reduce((total, n) => total + n, 0);
    case 'volume':
      return [...tally.hours.values()].reduce((total, n) => total + n, 0);
  }
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, n) => total + n, 0);
}

function valueOf(cell: Cell | undefined): string | number | boolean | null {
  if (cell === undefined || cell === null) return null;
  return cell instanceof Date ? cell.toISOString() : cell;
}

function nothing(
  context: CheckContext,
  label: string,
  told: { readonly dimensions: readonly string[]; readonly reason: string },
): Scope {
  return {
    answer: 'inconclusive',
    metric: label,
    dimensions: [...told.dimensions],
    segments: [],
    rows: [],
    warnings: [told.reason],
    windows: context.windows,
    sentence: `${label} by ${told.dimensions.join(', ')} cannot be said: ${told.reason}.`,
  };
}
