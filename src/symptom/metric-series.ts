import type { Inquiry } from '../checks/inquiry.ts';
import { momentOf, rowsOrNone } from '../checks/read-answers.ts';
import type { Segment } from '../alert/alert.ts';
import type { Row } from '../sql/aggregate.ts';
import { timeBin } from '../sql/build.ts';
import type { Windows } from '../time/window.ts';
import { compareMetric, measureTally } from './compare-metric.ts';
import { homePlace, type MetricSpec } from './metric-home.ts';
import { metricQuestion } from './metric-question.ts';
import { inWindow, metricTally } from './metric-tally.ts';
import { segmentCondition } from './segment-condition.ts';
import type { MetricSeries, MetricPoint } from './symptom.ts';

const hour = 3_600_000;
/** As many points as a phone can show apart. */
const mostPoints = 60;
const fewestPoints = 26;
/** Rows that a point should rest on, so that its band is not wider than the chart. */
const rowsAPoint = 100;
const binLengths = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/**
 * The metric through time, around the moment it changed: from up to a day before until now, in some thirty to sixty points, each
 * with its interval. A bin that the onset cuts in two is two points, so that a step stays a step. Null where the metric
 * cannot be counted; a point without enough rows has no value. For a person to look at: nothing is decided by it.
 */
export function* metricSeries(
  spec: MetricSpec,
  found: { readonly windows: Windows; readonly segment: Segment; readonly rowsInBaseline: number },
): Inquiry<MetricSeries | null> {
  const { windows, segment } = found;
  const place = homePlace(spec);
  if ('reason' in place) return null;
  const to = windows.now.getTime() + 1;
  const turn = (windows.onset ?? windows.incident.from).getTime();
  const from = Math.max(windows.baseline.from.getTime(), turn - lookBack(to - turn));
  const baseline = windows.baseline.to.getTime() - windows.baseline.from.getTime();
  const seconds = binLength((to - from) / 1000, (found.rowsInBaseline * 1000) / baseline);
  const condition = segmentCondition(segment, place.of);
  const question = metricQuestion(
    spec,
    {
      before: { from: new Date(from), to: new Date(turn) },
      after: { from: new Date(turn), to: new Date(to) },
    },
    {
      ...place,
      by: { at: timeBin(place.time, seconds) },
      where: condition === undefined ? [] : [condition],
    },
  );
  if ('reason' in question) return null;
  const rows = rowsOrNone(yield { series: question }, 'series');
  const before = inWindow(rows, 'before');
  const points = [before, inWindow(rows, 'after')].flatMap((side, isAfter) =>
    [...Map.groupBy(side, (row) => momentOf(row['at']))].flatMap(([at, ones]): MetricPoint[] => {
      if (at === null) return [];
      const bounds = isAfter === 1 ? { from: turn, to } : { from, to: turn };
      const begin = Math.max(at, bounds.from);
      const end = Math.min(at + seconds * 1000, bounds.to);
      if (end - begin < 100 * seconds) return [];
      const value = measured(spec, { rows: ones, before, hours: (end - begin) / hour });
      const [low, high] = [rounded(value.low), rounded(value.high)];
      return [{ at: new Date((begin + end) / 2), value: rounded(value.value), low, high, n: value.n }];
    }),
  );
  return points.length === 0
    ? null
    : { seconds, points: points.toSorted((a, b) => a.at.getTime() - b.at.getTime()) };
}

/** It is kept in the log for ever; nobody sees a seventh digit. */
const rounded = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(6));

/** Four times what the incident has lasted, between six hours and a day: enough of the usual, and the incident still to be seen. */
function lookBack(lasted: number): number {
  return Math.min(24 * hour, Math.max(6 * hour, 4 * lasted));
}

function binLength(span: number, rowsASecond: number): number {
  const wanted = Math.max(span / mostPoints, rowsASecond > 0 ? rowsAPoint / rowsASecond : span);
  const least = Math.min(wanted, span / fewestPoints);
  return binLengths.find((length) => length >= least) ?? 86_400;
}

type Bin = { readonly rows: readonly Row[]; readonly before: readonly Row[]; readonly hours: number };

function measured(spec: MetricSpec, { rows, before, hours }: Bin): Omit<MetricPoint, 'at'> {
  const tally = metricTally(spec, rows);
  if (tally.kind === 'volume') {
    const n = [...tally.hours.values()].reduce((sum, each) => sum + each, 0);
    const reach = 1.96 * Math.sqrt(n);
    return { value: n / hours, low: Math.max(0, n - reach) / hours, high: (n + reach) / hours, n };
  }
  // Only against the usual does a distribution have a distance.
  if (tally.kind === 'categories') {
    const { after } = compareMetric(metricTally(spec, before), tally);
    return after ?? { value: null, low: null, high: null, n: 0 };
  }
  const found = measureTally(tally);
  if (found.kind === 'unanswerable') return { value: null, low: null, high: null, n: 0 };
  const { low, high } = found.interval;
  return {
    value: found.value,
    low: Number.isFinite(low) ? low : null,
    high: Number.isFinite(high) ? high : null,
    n: found.n,
  };
}
