import type { Fields } from '../contract.ts';
import { asFields, asList, fieldsList, textAt } from '../fields.ts';

export type Series = { readonly name: string; readonly values: readonly number[] };

/** A chart of a `data_visualization` block, read. */
export type ChartData =
  | { readonly kind: 'pie'; readonly segments: readonly { readonly label: string; readonly value: number }[] }
  | {
      readonly kind: 'bar' | 'line' | 'area';
      readonly categories: readonly string[];
      readonly series: readonly Series[];
      readonly xLabel: string;
      readonly yLabel: string;
    };

export function chartData(block: Fields): ChartData | undefined {
  const chart = asFields(block['chart']);
  const kind = textAt(chart, 'type');
  if (kind === 'pie')
    return {
      kind,
      segments: fieldsList(chart?.['segments']).map((it) => ({
        label: textAt(it, 'label'),
        value: Number(it['value']),
      })),
    };
  if (kind !== 'bar' && kind !== 'line' && kind !== 'area') return undefined;
  const axes = asFields(chart?.['axis_config']);
  const categories = asList(axes?.['categories']).map(String);
  const series = fieldsList(chart?.['series']).map((it) => {
    const points = fieldsList(it['data']);
    const at = (category: string): number =>
      Number(points.find((point) => point['label'] === category)?.['value'] ?? 0);
    return { name: textAt(it, 'name'), values: categories.map(at) };
  });
  return { kind, categories, series, xLabel: textAt(axes, 'x_label'), yLabel: textAt(axes, 'y_label') };
}

/** Round numbers that hold the values between them, about `wanted` of them. */
export function ticksFor(values: readonly number[], wanted: number, fromZero: boolean): readonly number[] {
  const low = Math.min(...values, ...(fromZero ? [0] : []));
  const high = Math.max(...values, ...(fromZero ? [0] : []));
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((it) => it * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step + 1e-9);
  return Array.from({ length: Math.max(2, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

export function numberWords(value: number): string {
  return new Intl.NumberFormat('en', {
    maximumSignificantDigits: 4,
    notation: Math.abs(value) >= 100_000 ? 'compact' : 'standard',
  }).format(value);
}
