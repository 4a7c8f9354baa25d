import type { DrawnBin } from '../checks/drawn/drawn.ts';
import type { Evidence, Finding } from '../checks/evidence.ts';
import { percent } from '../message/words/numbers.ts';
import { proportion } from '../statistics/proportion/proportion.ts';
import { barsDrawing } from './bars.ts';
import type { Bar, BarRow } from './bars.ts';
import { altText } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { oneLine } from './words.ts';

const mostRows = 14;

/** The features that the evidence has a distribution of, the most drifted first. */
export function drawnFeatures(evidence: Evidence): readonly string[] {
  return evidence.verdict.findings.filter((one) => hasRows(one)).map((one) => one.subject.name);
}

/**
 * One feature's distribution before and after: values in their order, and nulls, values out of the range of before and
 * values never seen before as bins of their own. Null when the evidence has no such distribution.
 */
export function driftChart(evidence: Evidence, feature: string): Drawing | null {
  const finding = evidence.verdict.findings.find((one) => one.subject.name === feature && hasRows(one));
  const bins = finding?.bins ?? [];
  if (finding === undefined) return null;
  const sizes = { before: total(bins, 'before'), after: total(bins, 'after') };
  const shown = fewer(bins);
  const rows = shown.map((bin): BarRow => {
    const [before, after] = [shareOf(bin.before, sizes.before), shareOf(bin.after, sizes.after)];
    return {
      name: bin.label === '' ? '(empty text)' : bin.label,
      words: `${words(before)} → ${words(after)}`,
      before,
      after,
      matters: bin.kind !== 'value' && bin.kind !== 'rest',
    };
  });
  const title = `${feature}: distribution`;
  const says =
    finding.after === null
      ? finding.sentence
      : `PSI ${finding.after.toFixed(2)}${finding.shifted ? '' : ', as before'}; share of rows`;
  return barsDrawing({
    kind: 'drift',
    title,
    says,
    alt: altText(
      `Bar chart of the distribution of ${oneLine(feature).slice(0, 80)} before and after, ${sizes.before.toLocaleString('en')} and ${sizes.after.toLocaleString('en')} rows. ${says}. ` +
        `${rows.map((row) => `${oneLine(row.name).slice(0, 40)} ${row.words}`).join('; ')}.`,
    ),
    rows,
    more: null,
  });
}

const hasRows = (finding: Finding): boolean =>
  (finding.bins ?? []).some(({ before, after }) => before + after > 0);

const total = (bins: readonly DrawnBin[], side: 'before' | 'after'): number =>
  bins.reduce((sum, bin) => sum + bin[side], 0);

function shareOf(events: number, trials: number): Bar | null {
  const share = proportion({ events, trials });
  if (share.kind === 'unanswerable') return null;
  return { value: share.value, low: share.interval.low, high: share.interval.high };
}

const words = (bar: Bar | null): string => (bar === null ? '—' : percent(Number(bar.value.toPrecision(2))));

/** As many as a phone shows at once: the smallest ordinary bins are put together, special ones never. */
function fewer(bins: readonly DrawnBin[]): readonly DrawnBin[] {
  const filled = bins.filter(({ before, after }) => before + after > 0);
  const spare = filled.length - mostRows;
  if (spare <= 0) return filled;
  const ordinary = filled.filter(({ kind }) => kind === 'value' || kind === 'rest');
  const small = new Set(
    ordinary.toSorted((a, b) => a.before + a.after - b.before - b.after).slice(0, spare + 1),
  );
  const together: DrawnBin = {
    label: `${small.size} smaller bins`,
    kind: 'rest',
    before: total([...small], 'before'),
    after: total([...small], 'after'),
  };
  const kept = filled.filter((bin) => !small.has(bin));
  const at = kept.findIndex(({ kind }) => ['above', 'unseen', 'null'].includes(kind));
  return at < 0 ? [...kept, together] : [...kept.slice(0, at), together, ...kept.slice(at)];
}
