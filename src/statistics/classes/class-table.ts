import type { Confusion } from '../confusion/confusion.ts';
import { ShapeError } from '../shape-error.ts';

/** Rows by true and by predicted class: `counts[i][j]` are of the true class i and predicted as j, both in the order of `classes`. */
export type ClassTable = {
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
};

/** Rows whose true class this is, rows predicted as it, and rows that are both. */
export type Margins = { readonly actual: number; readonly predicted: number; readonly both: number };

/** Margins of one class; throws ShapeError when the table is not square. */
export function marginsOf({ classes, counts }: ClassTable, place: number): Margins {
  if (counts.length !== classes.length || counts.some((row) => row.length !== classes.length)) {
    throw new ShapeError(
      `A table of ${classes.length} classes has other rows or columns.`,
      'Give one row and one column for each class.',
    );
  }
  const row = counts[place] ?? [];
  return {
    actual: row.reduce((sum, n) => sum + n, 0),
    predicted: counts.reduce((sum, each) => sum + (each[place] ?? 0), 0),
    both: row[place] ?? 0,
  };
}

/** One class against all others. */
export function againstRest(table: ClassTable, place: number): Confusion {
  const { actual, predicted, both } = marginsOf(table, place);
  return {
    truePositives: both,
    falsePositives: predicted - both,
    falseNegatives: actual - both,
    trueNegatives: rowsOf(table) - actual - predicted + both,
  };
}

/** All rows of the table. */
export function rowsOf({ counts }: ClassTable): number {
  return counts.reduce((sum, row) => sum + row.reduce((total, n) => total + n, 0), 0);
}

/** Rows whose predicted class is the true one. */
export function rightOf({ counts }: ClassTable): number {
  return counts.reduce((sum, row, place) => sum + (row[place] ?? 0), 0);
}
