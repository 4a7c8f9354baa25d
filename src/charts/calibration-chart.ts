import type { EChartsOption } from 'echarts';
import type { CurvePoint } from '../checks/drawn/drawn.ts';
import type { Evidence } from '../checks/evidence.ts';
import { percent } from '../message/words/numbers.ts';
import { proportion } from '../statistics/proportion/proportion.ts';
import { altText, boxMark, cardOption, headMarks, lineMark, textMark } from './drawing.ts';
import type { Drawing, Mark } from './drawing.ts';
import { cardWidth, colours, letters, margin } from './look.ts';

const side = 300;
const left = 66;

type Point = { readonly score: number; readonly rate: number; readonly low: number; readonly high: number };

/** Label rate against mean score, before and after, with intervals; on the diagonal scores mean what they say. */
export function calibrationChart(evidence: Evidence): Drawing | null {
  const curve = evidence.verdict.findings.find((one) => one.curve !== undefined)?.curve;
  const [before, after] = [pointsOf(curve?.before ?? []), pointsOf(curve?.after ?? [])];
  const all = [...before, ...after];
  if (all.length === 0) return null;
  const title = `Calibration of ${evidence.model}`;
  const head = headMarks(title, evidence.verdict.line);
  const legendTop = head.bottom + 8;
  const top = legendTop + 54;
  const height = top + side + 52;
  const most = niceEdge(Math.max(...all.map(({ score, rate }) => Math.max(score, rate))));
  const option: EChartsOption = {
    ...cardOption(height, [
      ...head.marks,
      ...legend(legendTop),
      textMark('label rate', [margin, top - 26], { size: letters.small, colour: colours.muted }),
      textMark('mean score', [cardWidth - margin, height - 26], {
        size: letters.small,
        colour: colours.muted,
        align: 'right',
      }),
    ]),
    grid: { left, top, width: side, height: side },
    xAxis: axis(most),
    yAxis: axis(most),
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'none',
        lineStyle: { color: colours.muted, width: 1.4, type: 'dashed' },
        data: [
          [0, 0],
          [most, most],
        ],
      },
      ...curveSeries(before, { colour: colours.before, symbol: 'circle', most }),
      ...curveSeries(after, { colour: colours.after, symbol: 'rect', most }),
    ],
  };
  const told = (points: readonly Point[]): string =>
    points.map(({ score, rate }) => `${percent(round(score))} came true ${percent(round(rate))}`).join(', ');
  return {
    kind: 'calibration',
    title,
    alt: altText(
      `Calibration curve of ${evidence.model}: label rate against mean score. ${evidence.verdict.line}. Before: ${told(before)}. After: ${told(after)}.`,
    ),
    width: cardWidth,
    height,
    option,
  };
}

const round = (value: number): number => Number(value.toPrecision(2));

function pointsOf(curve: readonly CurvePoint[]): readonly Point[] {
  return curve.flatMap(({ score, n, positives }): Point[] => {
    const rate = proportion({ events: positives, trials: n });
    if (rate.kind === 'unanswerable') return [];
    return [{ score, rate: rate.value, low: rate.interval.low, high: rate.interval.high }];
  });
}

/** Scores of rare outcomes crowd near zero: the axes end where the points do. */
function niceEdge(most: number): number {
  return [0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1].find((edge) => most <= edge) ?? 1;
}

function axis(most: number) {
  return {
    type: 'value' as const,
    min: 0,
    max: most,
    interval: most / 4,
    axisLine: { show: true, lineStyle: { color: colours.muted } },
    splitLine: { lineStyle: { color: colours.grid } },
    axisLabel: {
      color: colours.ink,
      fontSize: letters.small,
      formatter: (value: number) => `${Number((value * 100).toPrecision(3))} %`,
    },
  };
}

function curveSeries(
  points: readonly Point[],
  look: { readonly colour: string; readonly symbol: string; readonly most: number },
) {
  const { colour, symbol, most } = look;
  const whiskers = points.map(({ score, low, high }) => ({
    type: 'line' as const,
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour, width: 1.2 },
    data: [
      [score, low],
      [score, Math.min(most, high)],
    ],
  }));
  return [
    ...whiskers,
    {
      type: 'line' as const,
      silent: true,
      symbol,
      symbolSize: 8,
      lineStyle: { color: colour, width: 2.2 },
      itemStyle: { color: colour },
      data: points.map(({ score, rate }) => [score, rate]),
    },
  ];
}

function legend(y: number): readonly Mark[] {
  const entry = (x: number, words: string, colour: string): readonly Mark[] => [
    lineMark(
      [
        [x, y + 7],
        [x + 22, y + 7],
      ],
      { colour, width: 2.2 },
    ),
    boxMark({ x: x + 7, y: y + 3, width: 8, height: 8 }, { fill: colour, round: words === 'before' ? 4 : 0 }),
    textMark(words, [x + 28, y], { colour: colours.ink }),
  ];
  return [
    ...entry(margin, 'before', colours.before),
    ...entry(margin + 110, 'after', colours.after),
    lineMark(
      [
        [margin + 210, y + 7],
        [margin + 232, y + 7],
      ],
      { colour: colours.muted, width: 1.4, dashed: true },
    ),
    textMark('as it should', [margin + 238, y], { colour: colours.ink }),
  ];
}
