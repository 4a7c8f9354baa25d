import { asFields, asFieldsList } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { blockId } from './composition.ts';
import type { Check } from './problem.ts';
import { byType, list, number, object, optional, string } from './shapes.ts';

const anyNumber = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const category = string(20);
const point = object({ label: category, value: anyNumber });
const series = object({ name: string(20), data: list(point, { to: 20 }) });
const axes = object({
  categories: list(category, { to: 20 }),
  x_label: optional(string(50)),
  y_label: optional(string(50)),
});

const seriesChart = object({ series: list(series, { to: 12 }), axis_config: axes }, (chart, say) => {
  const categories = asFields(chart['axis_config'])?.['categories'];
  const all = asFieldsList(chart['series']);
  if (new Set(all.map((it) => it['name'])).size !== all.length) say('series names must be unique');
  for (const it of all) {
    if (!coversExactly(it, categories))
      say(`series "${String(it['name'])}" must have one value for every category`);
  }
});

const segment = object({ label: category, value: number(Number.MIN_VALUE, Number.MAX_VALUE) });

/** A `data_visualization` block: a pie, bar, area or line chart under a title. */
export const dataVisualization: Check = object({
  block_id: optional(blockId),
  title: string(50),
  chart: byType(() => ({
    pie: object({ segments: list(segment, { to: 12 }) }),
    bar: seriesChart,
    area: seriesChart,
    line: seriesChart,
  })),
});

function coversExactly(one: Fields, categories: unknown): boolean {
  const wanted = Array.isArray(categories) ? categories : [];
  const labels = asFieldsList(one['data']).map((it) => it['label']);
  return labels.length === wanted.length && wanted.every((it) => labels.includes(it));
}
