import type { VNode } from 'preact';
import { h } from '../h.ts';
import { numberWords } from './chart-data.ts';

type Segment = { readonly label: string; readonly value: number };

export function Pie({
  segments,
  title,
}: {
  readonly segments: readonly Segment[];
  readonly title: string;
}): VNode {
  const total = segments.reduce((sum, it) => sum + it.value, 0) || 1;
  const share = (value: number): string => `${Math.round((value / total) * 100)} %`;
  const before = segments.map(
    (_, index) => segments.slice(0, index).reduce((sum, it) => sum + it.value, 0) / total,
  );
  return h(
    'div',
    { class: 'pie' },
    h(
      'svg',
      {
        viewBox: '-1.05 -1.05 2.1 2.1',
        role: 'img',
        'aria-label': `${title}: ${segments.map((it) => `${it.label} ${share(it.value)}`).join(', ')}`,
      },
      segments.map((it, index) =>
        h('path', { class: `slice color-${index % 8}`, d: slice(before[index] ?? 0, it.value / total) }),
      ),
    ),
    h(
      'ul',
      { class: 'legend' },
      segments.map((it, index) =>
        h(
          'li',
          null,
          h('span', { class: `swatch color-${index % 8}` }),
          `${it.label} · ${numberWords(it.value)} (${share(it.value)})`,
        ),
      ),
    ),
  );
}

function slice(from: number, share: number): string {
  if (share >= 0.9999) return 'M 0 -1 A 1 1 0 1 1 0 1 A 1 1 0 1 1 0 -1 Z';
  const at = (turn: number): string =>
    `${Math.sin(turn * 2 * Math.PI).toFixed(4)} ${(-Math.cos(turn * 2 * Math.PI)).toFixed(4)}`;
  return `M 0 0 L ${at(from)} A 1 1 0 ${share > 0.5 ? 1 : 0} 1 ${at(from + share)} Z`;
}
