import type { Combined, Expression, Measure, Row } from '../aggregate.ts';
import { caseWhen, count, countIf, isNotNull } from '../build.ts';
import { isGrouped, once, type Scan, textOf } from './scan.ts';
import { unlike } from '../unlike.ts';

/**
 * Where the rows of every value of some columns are counted in two windows, each column alone is the key and the windows are
 * counts beside each other. An engine that groups by one column as it lies looks up each entry of its dictionary once, and
 * every row for a window and a value together. Measured on a million rows and 26 columns of few values: 200 ms of CPU
 * instead of 460. A number that is not finite is told apart from null only here, where both are put together again: told by
 * a CASE, the columns would take 360.
 */
export function countWindows(scan: Scan): Scan {
  const counted = isGrouped(scan) ? windowedCounts(scan.question) : null;
  if (counted === null || scan.question.kind !== 'aggregate') return scan;
  const { by, sets } = scan.question;
  const { key, second, rows } = counted;
  const taken = [...Object.keys(by), 'set'];
  const [all, later] = [unlike(taken, 'rows'), unlike(taken, 'rows of the second window')];
  const values = Object.entries(by).filter(([name]) => name !== key);
  const names = { key, rows, all, later, values: values.map(([name]) => name) };
  const picked = once((answer) => inWindows(answer, names));
  return {
    ...scan,
    question: {
      ...scan.question,
      by: Object.fromEntries(values.map(([name, of]) => [name, asItLies(of)])),
      ...(sets === undefined ? {} : { sets: sets.map((set) => set.filter((name) => name !== key)) }),
      measures: { [all]: count(), [later]: countIf(isNotNull(second)) },
    },
    parts: scan.parts.map((part) => ({ ...part, pick: (answer) => part.pick(picked(answer)) })),
  };
}

type Counted = {
  /** The group key that says which of two windows a row lies in, as 0 or 1. */
  readonly key: string;
  /** Null for a row of the first window. */
  readonly second: Expression;
  /** The name of the count. */
  readonly rows: string;
};

/** Null of any other question than how many rows have each value of a column in each of two windows. */
function windowedCounts(question: Scan['question'] & { readonly kind: 'aggregate' }): Counted | null {
  const { by, measures, limit } = question;
  const [rows, ...others] = Object.entries<Measure | Combined>(measures);
  if (limit !== undefined || rows === undefined || others.length > 0) return null;
  if (textOf(rows[1]) !== textOf(count())) return null;
  const [window, ...further] = Object.entries(by).flatMap(([name, of]) => {
    const second = inSecond(of);
    return second === null ? [] : [{ key: name, second }];
  });
  if (window === undefined || further.length > 0) return null;
  const sets = question.sets ?? [Object.keys(by)];
  const alone = sets.every((set) => set.length === 2 && set.includes(window.key));
  const plain = Object.entries(by).every(([name, of]) => name === window.key || of.kind === 'column');
  return alone && plain ? { ...window, rows: rows[0] } : null;
}

/** A key that is 0 before a moment and 1 from then on, as what is null before it. */
function inSecond(by: Expression): Expression | null {
  if (by.kind !== 'case' || by.whens.length !== 1 || !isLiteral(by.otherwise, 1)) return null;
  const [first] = by.whens;
  return first !== undefined && isLiteral(first.value, 0) ? caseWhen([[first.when, null]], 1) : null;
}

const isLiteral = (of: Expression, value: number): boolean => of.kind === 'literal' && of.value === value;

const asItLies = (of: Expression): Expression => (of.kind === 'column' ? { ...of, withNotFinite: true } : of);

type Names = {
  readonly key: string;
  readonly rows: string;
  readonly all: string;
  readonly later: string;
  readonly values: readonly string[];
};

/** A row again for each window that has one; what reads as null is one group, whatever it was. */
function inWindows(answer: readonly Row[], { key, rows, all, later, values }: Names): readonly Row[] {
  const groups = new Map<string, { readonly row: Row; counts: readonly [number, number] }>();
  for (const row of answer) {
    const own = Object.fromEntries(
      [...values, 'set'].flatMap((name) => (name in row ? [[name, row[name] ?? null] as const] : [])),
    );
    const text = textOf(own);
    const second = Number(row[later]);
    const [before, after] = groups.get(text)?.counts ?? [0, 0];
    groups.set(text, { row: own, counts: [before + Number(row[all]) - second, after + second] });
  }
  return [0, 1].flatMap((window) =>
    [...groups.values()].flatMap(({ row, counts }) => {
      const found = counts[window] ?? 0;
      return found === 0 ? [] : [{ ...row, [key]: window, [rows]: found }];
    }),
  );
}
