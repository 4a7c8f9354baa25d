import type { EChartsOption } from 'echarts';
import { clock, inWords } from '../message/words/numbers.ts';
import type { MetricPoint, MetricSeries, Symptom } from '../symptom/symptom.ts';
import { altText, cardOption, headMarks, lineMark, textMark } from './drawing.ts';
import type { Drawing, Mark } from './drawing.ts';
import { cardWidth, colours, letters, margin } from './look.ts';
import { timeTicks, tickWords } from './time-ticks.ts';

const plotHeight = 190;
/** Room for the numbers at the left and for half a time at the right. */
const left = 64;
const right = 24;

/** The metric through time with its band, and where it began and when a monitor noticed. Null without a series. */
export function symptomChart(
  symptom: Symptom,
  { model, alertedAt }: { readonly model: string; readonly alertedAt: Date | null },
): Drawing | null {
  const { series } = symptom;
  const known = series?.points.filter((point) => point.value !== null) ?? [];
  if (series === undefined || known.length === 0) return null;
  const title = `${symptom.label} of ${model}`;
  const onset = symptom.onset?.at ?? null;
  const says = change(symptom);
  const head = headMarks(title, says);
  const legendTop = head.bottom + 8;
  const top = legendTop + 32;
  const height = top + plotHeight + 40;
  const turn = (onset ?? symptom.windows.incident.from).getTime();
  const span = spanOf(series);
  const option: EChartsOption = {
    ...cardOption(height, [...head.marks, ...legendMarks(legendTop, { onset, alertedAt })]),
    grid: { left, right, top, height: plotHeight },
    xAxis: timeAxis(span),
    yAxis: valueAxis(known, symptom.unit),
    series: [
      ...half(series, { from: -Infinity, to: turn, line: colours.before, band: colours.beforeBand }),
      ...half(series, { from: turn, to: Infinity, line: colours.after, band: colours.afterBand }),
      ...moment(onset, { span, colour: colours.after, dashed: false }),
      ...moment(alertedAt, { span, colour: colours.alert, dashed: true }),
    ],
  };
  const ends = `${clock(span.from)} to ${clock(span.to, span.from)}`;
  const alt = altText(
    `Line chart of ${title} from ${span.from.toISOString().slice(0, 10)} ${ends}, ${known.length} points with 95 % intervals. ` +
      `${says}. ${onset === null ? 'No onset is marked.' : `The onset is marked at ${clock(onset, span.from)}.`} ` +
      (alertedAt === null ? '' : `The alert is marked at ${clock(alertedAt, span.from)}.`),
  );
  return { kind: 'symptom', title, alt, width: cardWidth, height, option };
}

function change({ before, after, unit, changed, onset }: Symptom): string {
  if (before === null || after === null) return 'What changed could not be measured';
  const words = `${inWords(before.value, unit)} → ${inWords(after.value, unit)}`;
  const since = onset === null ? '' : ` since ${clock(onset.at)}`;
  return changed ? `${words}${since}` : `${words}${since}, within chance`;
}

type Span = { readonly from: Date; readonly to: Date };

function spanOf({ points, seconds }: MetricSeries): Span {
  const times = points.map(({ at }) => at.getTime());
  const half = seconds * 500;
  return { from: new Date(Math.min(...times) - half), to: new Date(Math.max(...times) + half) };
}

function legendMarks(
  y: number,
  { onset, alertedAt }: { readonly onset: Date | null; readonly alertedAt: Date | null },
): readonly Mark[] {
  const entry = (x: number, words: string, look: { colour: string; dashed: boolean }): readonly Mark[] => [
    lineMark(
      [
        [x, y + 7],
        [x + 20, y + 7],
      ],
      { ...look, width: 2 },
    ),
    textMark(words, [x + 26, y], { colour: colours.ink }),
  ];
  const shown = [
    ...(onset === null ? [] : [{ words: `onset ${clock(onset)}`, colour: colours.after, dashed: false }]),
    ...(alertedAt === null
      ? []
      : [{ words: `alert ${clock(alertedAt)}`, colour: colours.alert, dashed: true }]),
  ];
  return shown.flatMap(({ words, ...look }, index) => entry(margin + index * 180, words, look));
}

function timeAxis({ from, to }: Span): EChartsOption['xAxis'] {
  const ticks = timeTicks(from, to);
  return {
    type: 'value',
    min: from.getTime(),
    max: to.getTime(),
    axisLine: { lineStyle: { color: colours.muted } },
    axisTick: { customValues: [...ticks] },
    splitLine: { show: false },
    axisLabel: {
      customValues: [...ticks],
      color: colours.ink,
      fontSize: letters.small,
      hideOverlap: true,
      formatter: (value: number) => tickWords(value, ticks),
    },
  };
}

/** From the lowest to the highest value and a bit: a band that is wide because few rows came does not flatten the line. */
function valueAxis(known: readonly MetricPoint[], unit: Symptom['unit']): EChartsOption['yAxis'] {
  const { low, high } = extentOf(known);
  return {
    type: 'value',
    min: low,
    max: high,
    splitNumber: 4,
    splitLine: { lineStyle: { color: colours.grid } },
    axisLabel: {
      color: colours.ink,
      fontSize: letters.small,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (value: number) => axisWords(value, unit, high - low),
    },
  };
}

function extentOf(known: readonly MetricPoint[]): { readonly low: number; readonly high: number } {
  const values = known.map(({ value }) => value ?? 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = most > least ? 0.3 * (most - least) : Math.max(Math.abs(most) * 0.2, 0.01);
  const low = least >= 0 ? Math.max(0, least - room) : least - room;
  return { low, high: most + room };
}

/** Short enough for the margin, with as many digits as the ticks are apart. */
function axisWords(value: number, unit: Symptom['unit'], span: number): string {
  const digits = (of: number): number => Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(of))));
  if (unit === 'share') return `${(value * 100).toFixed(digits(span * 100) - (span * 100 >= 10 ? 0 : 0))} %`;
  if (Math.abs(value) >= 10_000)
    return value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
  return value.toFixed(digits(span));
}

type Half = {
  readonly from: number;
  readonly to: number;
  readonly line: string;
  readonly band: string;
};

/** Band and line of one side of the onset. A gap stays a gap; a point alone is a dot with its interval. */
function half(series: MetricSeries, look: Half): readonly SeriesOption[] {
  const points = series.points.filter(({ at }) => at.getTime() >= look.from && at.getTime() < look.to);
  const { low, high } = extentOf(series.points.filter(({ value }) => value !== null));
  const within = (value: number | null, edge: number): number => Math.min(high, Math.max(low, value ?? edge));
  const runs = runsOf(points);
  return runs.flatMap((run, index): SeriesOption[] => {
    const stack = `${look.line} ${index}`;
    const base = { type: 'line' as const, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, stack };
    const banded = run.map((point) => ({
      at: point.at.getTime(),
      low: within(point.low, point.value),
      high: within(point.high, point.value),
    }));
    return [
      { ...base, stackStrategy: 'all', data: banded.map(({ at, low: edge }) => [at, edge]) },
      {
        ...base,
        stackStrategy: 'all',
        data: banded.map((each) => [each.at, each.high - each.low]),
        areaStyle: { color: look.band, opacity: 1 },
      },
      ...(run.length > 1 ? [] : banded.map((each) => whisker(each, look.line))),
      {
        type: 'line',
        silent: true,
        symbol: run.length > 1 ? 'none' : 'circle',
        symbolSize: 7,
        z: 5,
        lineStyle: { color: look.line, width: 2.2 },
        itemStyle: { color: look.line },
        data: run.map(({ at, value }) => [at.getTime(), value]),
      },
    ];
  });
}

function whisker(each: { readonly at: number; readonly low: number; readonly high: number }, colour: string) {
  return {
    type: 'line' as const,
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour, width: 1.2 },
    data: [
      [each.at, each.low],
      [each.at, each.high],
    ],
  };
}

type SeriesOption = Extract<NonNullable<EChartsOption['series']>, readonly unknown[]>[number];
type Known = MetricPoint & { readonly value: number };

/** The points between gaps. */
function runsOf(points: readonly MetricPoint[]): readonly (readonly Known[])[] {
  const runs: Known[][] = [];
  let isOpen = false;
  for (const point of points) {
    const { value } = point;
    if (value === null) isOpen = false;
    else if (isOpen) runs.at(-1)?.push({ ...point, value });
    else {
      runs.push([{ ...point, value }]);
      isOpen = true;
    }
  }
  return runs;
}

/** A line from bottom to top; what lies outside of the picture is not drawn at its edge. */
function moment(
  at: Date | null,
  { span, colour, dashed }: { readonly span: Span; readonly colour: string; readonly dashed: boolean },
): readonly SeriesOption[] {
  if (at === null || at < span.from || at > span.to) return [];
  return [
    {
      type: 'line',
      silent: true,
      data: [],
      markLine: {
        silent: true,
        symbol: 'none',
        label: { show: false },
        lineStyle: { color: colour, width: 2, type: dashed ? 'dashed' : 'solid' },
        data: [{ xAxis: at.getTime() }],
      },
    },
  ];
}
