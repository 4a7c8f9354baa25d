import { inWords, percent, segmentWords } from '../message/words/numbers.ts';
import type { Scope, SegmentChange } from '../scope/scope.ts';
import type { Measurement } from '../symptom/symptom.ts';
import { barsDrawing } from './bars.ts';
import type { Bar, BarRow } from './bars.ts';
import { altText } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { oneLine } from './words.ts';

const mostRows = 8;

/** Segments before and after, those that carry the change first. Null when no segment was measured. */
export function scopeChart(scope: Scope): Drawing | null {
  const segments = ordered(scope).filter(({ before, after }) => before !== null || after !== null);
  const unit = scope.unit ?? 'value';
  const value = (one: Measurement | null): string => (one === null ? '—' : inWords(one.value, unit));
  const words = (segment: SegmentChange): string => `${value(segment.before)} → ${value(segment.after)}`;
  const shown = segments.slice(0, mostRows);
  if (shown.length === 0) return null;
  const rows = shown.map((segment): BarRow => ({
    name: segmentWords(segment.where),
    words: words(segment),
    before: barOf(segment.before),
    after: barOf(segment.after),
    matters: segment.carries,
  }));
  const title =
    scope.dimensions.length > 0 && scope.dimensions.length <= 2
      ? `${scope.metric} by ${scope.dimensions.join(' and ')}`
      : `${scope.metric} by segment`;
  const told = shown.map((segment) => {
    const share = segment.shareOfChange === null ? '' : `, ${percent(segment.shareOfChange)} of the change`;
    return `${oneLine(segmentWords(segment.where)).slice(0, 60)} ${words(segment)}${share}`;
  });
  const rest = segments.length - shown.length;
  return barsDrawing({
    kind: 'scope',
    title,
    says: scope.sentence,
    alt: altText(
      `Bar chart of ${title}, before and after with 95 % intervals. ${told.join('; ')}.${rest > 0 ? ` ${rest} more segments are not drawn.` : ''}`,
    ),
    rows,
    more: rest > 0 ? `${rest.toLocaleString('en')} more, ask: scope ${scope.dimensions[0] ?? ''}` : null,
  });
}

/** Each segment once: those that carry the change, then the others by how much of it they have. */
function ordered(scope: Scope): readonly SegmentChange[] {
  const all = new Map(
    [...scope.rows, ...scope.segments].map((segment) => [JSON.stringify(segment.where), segment]),
  );
  const weight = (segment: SegmentChange): number =>
    Math.abs(segment.shareOfChange ?? segment.difference?.value ?? 0);
  return [...all.values()].toSorted((a, b) => Number(b.carries) - Number(a.carries) || weight(b) - weight(a));
}

const barOf = (one: Measurement | null): Bar | null =>
  one === null ? null : { value: one.value, low: one.low, high: one.high };
