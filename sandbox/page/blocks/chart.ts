import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { textAt } from '../fields.ts';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';
import { chartData, numberWords, ticksFor } from './chart-data.ts';
import type { ChartData } from './chart-data.ts';
import { Pie } from './pie.ts';
import { Unknown } from './unknown.ts';

const width = 560;
const height = 230;
const frame = { left: 52, right: 12, top: 12, bottom: 40 };

/** A `data_visualization` block: the chart as a picture, and its numbers as a table for whoever cannot see it. */
export function Chart({ block }: { readonly block: Fields }): VNode {
  const data = chartData(block);
  if (!data) return h(Unknown, { what: 'block', value: block });
  const title = textAt(block, 'title');
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', null, title),
    data.kind === 'pie' ? h(Pie, { segments: data.segments, title }) : h(Axes, { data, title }),
    h('details', { class: 'chart-numbers' }, h('summary', null, 'Show the numbers'), numbersTable(data)),
  );
}

type AxesData = Exclude<ChartData, { readonly kind: 'pie' }>;

function Axes({ data, title }: { readonly data: AxesData; readonly title: string }): VNode {
  const { categories, series } = data;
  const ticks = ticksFor(
    series.flatMap((it) => it.values),
    4,
    data.kind !== 'line',
  );
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const inner = { width: width - frame.left - frame.right, height: height - frame.top - frame.bottom };
  const slot = inner.width / Math.max(1, categories.length);
  const x = (index: number): number => frame.left + slot * (index + 0.5);
  const y = (value: number): number => frame.top + inner.height * (1 - (value - low) / (high - low));
  const every = Math.ceil(categories.length / 10);
  return h(
    'div',
    null,
    h(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${title}: ${describe(data)}` },
      ticks.map((tick) => [
        h('line', { class: 'grid', x1: frame.left, x2: width - frame.right, y1: y(tick), y2: y(tick) }),
        h(
          'text',
          { class: 'tick', x: frame.left - 6, y: y(tick) + 4, 'text-anchor': 'end' },
          numberWords(tick),
        ),
      ]),
      categories.map((category, index) =>
        index % every === 0
          ? h(
              'text',
              { class: 'tick', x: x(index), y: height - frame.bottom + 16, 'text-anchor': 'middle' },
              category,
            )
          : null,
      ),
      h(
        'text',
        { class: 'axis', x: frame.left + inner.width / 2, y: height - 6, 'text-anchor': 'middle' },
        data.xLabel,
      ),
      h(
        'text',
        {
          class: 'axis',
          x: -(frame.top + inner.height / 2),
          y: 11,
          transform: 'rotate(-90)',
          'text-anchor': 'middle',
        },
        data.yLabel,
      ),
      series.map((_, index) =>
        marks(data, index, { x, y, slot, floor: y(Math.max(low, Math.min(0, high))) }),
      ),
    ),
    series.length > 1 &&
      h(
        'ul',
        { class: 'legend' },
        series.map((it, index) => h('li', null, h('span', { class: `swatch color-${index % 8}` }), it.name)),
      ),
  );
}

type Scale = {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly slot: number;
  readonly floor: number;
};

function marks(data: AxesData, index: number, { x, y, slot, floor }: Scale): Shown {
  const one = data.series[index];
  if (!one) return null;
  const color = `color-${index % 8}`;
  if (data.kind === 'bar') {
    const wide = (slot * 0.7) / data.series.length;
    return one.values.map((value, at) => {
      const left = x(at) - slot * 0.35 + wide * index;
      return h('rect', {
        class: `bar ${color}`,
        x: left,
        width: Math.max(1, wide - 1),
        y: Math.min(y(value), floor),
        height: Math.abs(y(value) - floor),
        rx: 2,
      });
    });
  }
  const points = one.values.map((value, at) => `${x(at)},${y(value)}`);
  const area = `${x(0)},${floor} ${points.join(' ')} ${x(one.values.length - 1)},${floor}`;
  return [
    data.kind === 'area' ? h('polygon', { class: `area ${color}`, points: area }) : null,
    h('polyline', { class: `line ${color}`, points: points.join(' ') }),
    one.values.length <= 24
      ? one.values.map((value, at) => h('circle', { class: `dot ${color}`, cx: x(at), cy: y(value), r: 2.5 }))
      : null,
  ];
}

function numbersTable(data: ChartData): VNode {
  const head = data.kind === 'pie' ? ['', 'value'] : [data.xLabel, ...data.series.map((it) => it.name)];
  const rows =
    data.kind === 'pie'
      ? data.segments.map((it) => [it.label, numberWords(it.value)])
      : data.categories.map((category, at) => [
          category,
          ...data.series.map((it) => numberWords(it.values[at] ?? 0)),
        ]);
  return h(
    'table',
    null,
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        head.map((it) => h('th', { scope: 'col' }, it)),
      ),
    ),
    h(
      'tbody',
      null,
      rows.map((row) =>
        h(
          'tr',
          null,
          row.map((it) => h('td', null, it)),
        ),
      ),
    ),
  );
}

function describe(data: AxesData): string {
  return data.series
    .map((it) => `${it.name} from ${numberWords(it.values[0] ?? 0)} to ${numberWords(it.values.at(-1) ?? 0)}`)
    .join('; ');
}
