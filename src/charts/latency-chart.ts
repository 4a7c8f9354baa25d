import type { Evidence, Finding } from '../checks/evidence.ts';
import { inWords } from '../message/words/numbers.ts';
import { barsDrawing } from './bars.ts';
import type { Bar, BarRow } from './bars.ts';
import { altText } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { oneLine } from './words.ts';

const mostRows = 10;

/** How long each serving stage takes, before and after, the one that grew most first. Null when no stage was measured. */
export function latencyChart(evidence: Evidence): Drawing | null {
  const stages = evidence.verdict.findings.filter(
    (one) => one.subject.kind === 'stage' && (one.before !== null || one.after !== null),
  );
  const shown = stages.slice(0, mostRows);
  if (shown.length === 0) return null;
  const quantiles = new Set(shown.map(({ measure }) => measure));
  const rows = shown.map((one): BarRow => ({
    name: quantiles.size === 1 ? one.subject.name : `${one.subject.name} (${one.measure})`,
    words: `${ms(one.before)} → ${ms(one.after)}`,
    before: one.before === null ? null : { value: one.before, low: null, high: null },
    after: afterOf(one),
    matters: one.shifted,
  }));
  const rest = stages.length - shown.length;
  const title = quantiles.size === 1 ? `Latency by stage (${[...quantiles].join('')})` : 'Latency by stage';
  return barsDrawing({
    kind: 'latency',
    title,
    says: evidence.verdict.line,
    alt: altText(
      `Bar chart of ${title}, before and after. ${rows.map((row) => `${oneLine(row.name).slice(0, 40)} ${row.words}`).join('; ')}.`,
    ),
    rows,
    more: rest > 0 ? `${rest} more stages, see: check latency-by-stage` : null,
  });
}

/** The interval is that of the difference: it says how sure the step from before to after is. */
function afterOf({ before, after, low, high }: Finding): Bar | null {
  if (after === null) return null;
  if (before === null || low === null || high === null) return { value: after, low: null, high: null };
  return { value: after, low: Math.max(0, before + low), high: before + high };
}

const ms = (value: number | null): string => (value === null ? '—' : inWords(value, 'ms'));
