import type { Scope, SegmentChange } from '../scope/scope.ts';
import type { MetricUnit } from '../symptom/symptom.ts';
import type { Block, Document } from './document.ts';
import { inWords, segmentWords } from './words/numbers.ts';
import { plainWords, shareOfChangeWords } from './words/plain-words.ts';

/** Who is affected: the sentence, the segments with numbers, and what to be careful about. */
export function scopeDocument(scope: Scope): Document {
  const unit = scope.unit ?? 'value';
  const rows = scope.rows.length > 0 ? scope.rows : scope.segments;
  const blocks: Block[] = [{ kind: 'paragraph', text: [{ bold: 'For whom: ' }, plainWords(scope.sentence)] }];
  if (rows.length > 0) blocks.push(table(rows.slice(0, 20), unit));
  if (rows.length > 20) blocks.push({ kind: 'context', text: [`${rows.length - 20} more values`] });
  for (const warning of scope.warnings) blocks.push({ kind: 'context', text: [`⚠️ ${warning}`] });
  return { summary: `For whom: ${plainWords(scope.sentence)}`, blocks };
}

function table(rows: readonly SegmentChange[], unit: MetricUnit): Block {
  return withoutEmpty({
    kind: 'table',
    columns: [
      { title: 'segment', align: 'left' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      { title: 'share of change', align: 'right' },
      { title: 'rate', align: 'right' },
      { title: 'mix', align: 'right' },
      { title: 'n', align: 'right' },
      { title: 'p', align: 'right' },
    ],
    rows: rows.map((row) => [
      `${row.carries ? '▲ ' : ''}${segmentWords(row.where)}`,
      row.before === null ? '–' : inWords(row.before.value, unit),
      row.after === null ? '–' : inWords(row.after.value, unit),
      row.shareOfChange === null ? '–' : shareOfChangeWords(row.shareOfChange),
      row.ratePart === null ? '–' : signed(row.ratePart),
      row.mixPart === null ? '–' : signed(row.mixPart),
      (row.after?.n ?? 0).toLocaleString('en'),
      row.adjustedP === null ? '–' : row.adjustedP < 0.001 ? '< 0.001' : row.adjustedP.toFixed(3),
    ]),
  });
}

/** A metric that does not add up over segments has no parts: a column of dashes says nothing. */
function withoutEmpty(block: Extract<Block, { kind: 'table' }>): Block {
  const kept = block.columns.map((_, column) => block.rows.some((row) => row[column] !== '–'));
  return {
    ...block,
    columns: block.columns.filter((_, column) => kept[column]),
    rows: block.rows.map((row) => row.filter((_, column) => kept[column])),
  };
}

const signed = (value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${Number(Math.abs(value).toPrecision(2))}`;
