import type { Combined, Expression, Measure, Row } from '../aggregate.ts';
import { entriesText, type GroupedScan, naming, type Part, textOf, together } from './scan.ts';

type NumberBin = Extract<Expression, { kind: 'number-bin' }>;
type Shape = {
  readonly binKey: string;
  readonly bin: NumberBin;
  readonly others: Readonly<Record<string, Expression>>;
};

/**
 * Questions that count rows by the bins of a number, one question a feature, become one scan in which every feature is a
 * histogram aggregate beside the others. Measured on 2 million rows and 12 features: 1.6 times a bare sum of the same
 * columns, where grouping by each bin takes 3 times and a filtered count a bin takes 13 times.
 */
export function mergeHistograms(scans: readonly GroupedScan[]): readonly GroupedScan[] {
  const grouped = new Set(scans.filter((scan) => keyOf(scan) === null).map(groupsOf));
  const hasSums = (scan: GroupedScan): boolean => grouped.has(groupsOf(scan));
  return together(scans, (scan) => (hasSums(scan) ? null : keyOf(scan))).flatMap((group) => {
    const [first] = group;
    const counted = group.length > 1 || (first !== undefined && !hasSums(first) && hasCompany(first, scans));
    return counted ? [merged(group)] : group;
  });
}

/** A histogram by itself costs as much as its groups; beside other measures of the same rows it spares a scan. */
function hasCompany(scan: GroupedScan, scans: readonly GroupedScan[]): boolean {
  const shape = shapeOf(scan);
  if (shape === null) return false;
  const beside = groupsOf({ ...scan, question: { ...scan.question, by: shape.others } });
  return scans.some((other) => groupsOf(other) === beside);
}

/** Where rows are grouped by the same bins for their sums, counts stand beside these. */
function groupsOf({ question }: GroupedScan): string {
  const { from, where, by, sets, limit } = question;
  return textOf([from, where, entriesText(by), sets ?? null, limit ?? null]);
}

function keyOf(scan: GroupedScan): string | null {
  const shape = shapeOf(scan);
  if (shape === null) return null;
  return textOf([scan.question.from, scan.question.where, entriesText(shape.others)]);
}

function shapeOf({ question }: GroupedScan): Shape | null {
  if (question.sets !== undefined || question.limit !== undefined) return null;
  if (Object.values(question.measures).some((measure) => measure.kind !== 'count')) return null;
  const bins = Object.entries(question.by).filter(([, by]) => by.kind === 'number-bin');
  const [binKey, bin] = bins[0] ?? [];
  if (binKey === undefined || bin?.kind !== 'number-bin' || bins.length !== 1 || bin.edges.length === 0)
    return null;
  const others = Object.fromEntries(Object.entries(question.by).filter(([key]) => key !== binKey));
  return { binKey, bin, others };
}

function merged(group: readonly GroupedScan[]): GroupedScan {
  const [first] = group;
  const shape = first === undefined ? null : shapeOf(first);
  if (first === undefined || shape === null) throw new Error('a group of histograms without a histogram');
  const { things, nameOf } = naming<Measure | Combined>('m', Object.keys(shape.others));
  const parts = group.flatMap((scan) => {
    const own = shapeOf(scan);
    return own === null ? [] : scan.parts.map((part) => partFor(scan, own, { part, nameOf }));
  });
  return {
    question: { ...first.question, by: shape.others, measures: things },
    parts,
    how: `${group.length} histograms in one scan`,
  };
}

type Naming = { readonly part: Part; readonly nameOf: (measure: Measure | Combined) => string };

function partFor(scan: GroupedScan, { binKey, bin, others }: Shape, { part, nameOf }: Naming): Part {
  const counted = (where: Expression | undefined) => {
    const filter = where === undefined ? {} : { where };
    return {
      histogram: nameOf({ kind: 'histogram', of: bin.of, edges: bin.edges, ...filter }),
      rows: nameOf({ kind: 'count', ...filter }),
    };
  };
  const present = counted(undefined);
  const measures = Object.entries(scan.question.measures).map(
    ([name, measure]) => [name, counted(measure.where)] as const,
  );
  const bins = bin.edges.length + 1;
  return {
    name: part.name,
    pick: (rows) =>
      part.pick(
        rows.flatMap((row) => {
          const keys = Object.fromEntries(Object.keys(others).map((key) => [key, row[key] ?? null]));
          const presentCounts = countsOf(row, present, bins);
          const counts = measures.map(([name, names]) => [name, countsOf(row, names, bins)] as const);
          return presentCounts.flatMap((count, index) => {
            if (count === 0) return [];
            const values = counts.map(([name, all]) => [name, all[index] ?? 0] as const);
            return [{ ...keys, [binKey]: index === bins ? null : index, ...Object.fromEntries(values) }];
          });
        }),
      ),
  };
}

/** Counts of bin 0, 1, …, and last of the rows without a number. */
function countsOf(row: Row, names: { histogram: string; rows: string }, bins: number): readonly number[] {
  const text = row[names.histogram];
  const falling =
    typeof text === 'string' ? text.split(' ').map(Number) : Array.from({ length: bins }, () => 0);
  const rising = falling.toReversed();
  const counted = rising.reduce((sum, count) => sum + count, 0);
  return [...rising, Number(row[names.rows]) - counted];
}
