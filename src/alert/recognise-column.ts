import type { Clues } from './recognise-model.ts';
import type { KnownModel } from './known.ts';
import type { SignalKind } from './metric.ts';

const columnLabels = ['column', 'column_name', 'feature', 'feature_name', 'field', 'col'];

/**
 * The feature or segment column an alert is about, as the tables spell it; null unless the model has it. A label or a
 * part of the key tells. A sentence tells only for data quality and drift, and only in a place where a column stands
 * (`PSI of country`, `feature device_type`, `psi(age)`), because features often bear everyday names.
 */
export function recogniseColumn(clues: Clues, model: KnownModel | null, signal: SignalKind): string | null {
  if (model === null) return null;
  const columns = [...new Set([...model.features, ...model.segments])];
  const called = (word: string) => columns.find((column) => same(column, word)) ?? null;

  const named = Object.entries(clues.labels).find(([name]) => columnLabels.includes(name.toLowerCase()));
  if (named !== undefined) return called(named[1]);
  const ofClass = recogniseClass(clues, model.classes ?? []);
  if (ofClass !== null) return ofClass;
  const part = clues.parts.map(called).find((column) => column !== null);
  if (part !== undefined) return part;
  if (signal !== 'data-quality' && signal !== 'drift') return null;

  for (const text of clues.texts) {
    const here = columns.filter((column) => standsAsColumn(text, column));
    if (here.length > 0) return here.length === 1 ? (here[0] ?? null) : null;
  }
  return null;
}

const classLabels = ['class', 'class_name', 'label', 'category', 'target_class'];

/** The class that an alert is about: a label names it, or a sentence says `recall of invoice`, `class invoice`. */
function recogniseClass(clues: Clues, classes: readonly string[]): string | null {
  const called = (word: string) => classes.find((name) => same(name, word)) ?? null;
  const named = Object.entries(clues.labels).find(
    ([name, value]) => classLabels.includes(name.toLowerCase()) && called(value) !== null,
  );
  if (named !== undefined) return called(named[1]);
  const said = clues.texts.flatMap((text) => classes.filter((name) => standsAsClass(text, name)));
  return new Set(said).size === 1 ? (said[0] ?? null) : null;
}

function standsAsClass(text: string, name: string): boolean {
  return new RegExp(
    String.raw`\b(?:class\s*[=:]?|(?:auc|f1|recall|precision|share)\s+(?:of|for))\s*["'${'`'}]?${escaped(name)}(?![\p{L}\p{N}_])`,
    'iu',
  ).test(text);
}

const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

function standsAsColumn(text: string, column: string): boolean {
  const name = escaped(column);
  const before = String.raw`(?:\b(?:of|in|on|for|feature|column|field)\s+|[("'${'`'}]|\b(?:feature|column|field)\s*[=:]\s*)`;
  return new RegExp(String.raw`${before}["'${'`'}]?${name}(?![\p{L}\p{N}_])`, 'iu').test(text);
}

function same(column: string, word: string): boolean {
  return column.toLowerCase() === word.trim().toLowerCase();
}
