import type { Expression, Row } from '../aggregate.ts';
import { type GroupedScan, textOf } from './scan.ts';

/**
 * A question that groups by a few known texts, with words for null and for any other, groups by the index of the text
 * among them, and the words are put back into the answer. Measured on 2 million rows and 4 columns of 6 to 15 values:
 * half the CPU, as a Parquet column's dictionary is looked up instead of its rows, and numbers are grouped instead of texts.
 */
export function indexValues(scans: readonly GroupedScan[]): readonly GroupedScan[] {
  return scans.map((scan) => {
    const { question } = scan;
    // In a grouping set, a key that is not asked for is null as well; a limit counts on the order of the texts.
    if (question.sets !== undefined || question.limit !== undefined) return scan;
    const found = Object.entries(question.by).flatMap(([key, by]) => {
      const words = wordsOf(by);
      return words === null ? [] : [{ key, words }];
    });
    if (found.length === 0) return scan;
    const indexed = found.map(({ key, words: { of, values } }): readonly [string, Expression] => [
      key,
      { kind: 'value-index', of, values },
    ]);
    const named = (row: Row): Row => ({
      ...row,
      ...Object.fromEntries(found.map(({ key, words }) => [key, wordFor(row[key] ?? null, words)])),
    });
    return {
      ...scan,
      question: { ...question, by: { ...question.by, ...Object.fromEntries(indexed) } },
      parts: scan.parts.map((part) => ({ ...part, pick: (rows) => part.pick(rows.map(named)) })),
    };
  });
}

type Words = {
  readonly of: Expression;
  readonly values: readonly string[];
  readonly missing: string;
  readonly other: string;
};

/** The parts of `CASE WHEN x IS NULL THEN missing WHEN text(x) IN values THEN text(x) ELSE other END`; null of anything else. */
function wordsOf(by: Expression): Words | null {
  if (by.kind !== 'case' || by.otherwise.kind !== 'literal' || by.whens.length !== 2) return null;
  const [absent, known] = by.whens;
  if (absent?.when.kind !== 'is-null' || absent.value.kind !== 'literal') return null;
  if (known?.when.kind !== 'in' || known.value.kind !== 'text') return null;
  const { of, values } = known.when;
  const [missing, other] = [absent.value.value, by.otherwise.value];
  const sameColumn = textOf(of) === textOf(known.value) && textOf(absent.when.of) === textOf(known.value.of);
  const texts = values.filter((value) => typeof value === 'string');
  if (!sameColumn || texts.length === 0 || texts.length < values.length) return null;
  if (typeof missing !== 'string' || typeof other !== 'string') return null;
  // A value that is written like one of the words is counted together with what the word stands for.
  if (missing === other || texts.includes(missing) || texts.includes(other)) return null;
  return { of, values: texts, missing, other };
}

function wordFor(index: Row[string], { values, missing, other }: Words): string {
  return index === null ? missing : (values[Number(index)] ?? other);
}
