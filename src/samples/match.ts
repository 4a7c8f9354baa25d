import type { Cell, Row } from '../sql/aggregate.ts';
import { gowerDistance } from '../statistics/distance/gower.ts';
import type { Measured, Reach } from '../statistics/distance/gower.ts';

export type Match = {
  readonly bad: Row;
  readonly good: Row | null;
  readonly distance: number | null;
  readonly sameSegments: boolean;
};

/**
 * To each bad example the good one most like it; one that agrees in every segment goes before all others, and none is used
 * twice. Numbers are weighed by the range they have among all the rows.
 */
export function nearestOf(
  bad: readonly Row[],
  good: readonly Row[],
  by: { readonly segments: readonly string[]; readonly columns: readonly string[] },
): readonly Match[] {
  const variables = [...new Set([...by.segments, ...by.columns])];
  const reaches = variables.map((name) => reachOf([...bad, ...good], name));
  const measured = (row: Row): readonly Measured[] => variables.map((name) => plain(row[name] ?? null));
  const agrees = (a: Row, b: Row): boolean =>
    by.segments.every((name) => plain(a[name] ?? null) === plain(b[name] ?? null));
  const used = new Set<unknown>();
  return bad.map((one) => {
    const [best] = good
      .filter((candidate) => !used.has(candidate['#id']))
      .map((candidate) => ({
        good: candidate,
        sameSegments: agrees(one, candidate),
        distance: gowerDistance(measured(one), measured(candidate), reaches),
      }))
      .toSorted((a, b) => Number(b.sameSegments) - Number(a.sameSegments) || a.distance - b.distance);
    if (best === undefined) return { bad: one, good: null, distance: null, sameSegments: false };
    used.add(best.good['#id']);
    return { bad: one, ...best };
  });
}

function reachOf(rows: readonly Row[], name: string): Reach {
  const values = rows.map((row) => row[name] ?? null).filter((cell) => cell !== null);
  const numbers = values.filter((cell) => typeof cell === 'number');
  if (numbers.length === 0 || numbers.length < values.length) return null;
  return Math.max(...numbers) - Math.min(...numbers);
}

const plain = (cell: Cell): Measured => (cell instanceof Date ? cell.toISOString() : cell);
