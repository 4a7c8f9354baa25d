import type { Combined, Expression, Measure, Row } from '../aggregate.ts';
import { alone, type GroupedScan, naming, once, textOf, together } from './scan.ts';

/** GROUPING() has room for 31 keys in PostgreSQL; more sets than this are read in several scans. */
const maximumKeys = 31;

/** Questions over the same rows with the same measures, each grouped in its own way, become grouping sets of one scan. */
export function mergeSets(scans: readonly GroupedScan[]): readonly GroupedScan[] {
  return together(scans, keyOf).flatMap((group) => chunks(group).map(merged));
}

function keyOf({ question }: GroupedScan): string | null {
  const measures = Object.values(question.measures);
  if (question.limit !== undefined || measures.some((measure) => measure.kind === 'histogram')) return null;
  // Groups by time are many: added up together with others, they would be multiplied by theirs.
  const times = Object.values(question.by).filter((by) => by.kind === 'time-bin');
  return textOf([question.from, question.where, measures.map(textOf).sort(), times]);
}

/** A question goes where its keys are already; else into the last scan, or a further one when that is full. */
function chunks(group: readonly GroupedScan[]): readonly (readonly GroupedScan[])[] {
  const all: { readonly scans: GroupedScan[]; readonly keys: Set<string> }[] = [];
  for (const scan of group) {
    const own = Object.values(scan.question.by).map(textOf);
    const last = all.at(-1);
    const fits = last !== undefined && new Set([...last.keys, ...own]).size <= maximumKeys;
    const chunk = all.find(({ keys }) => own.every((key) => keys.has(key))) ?? (fits ? last : undefined);
    if (chunk === undefined) all.push({ scans: [scan], keys: new Set(own) });
    else {
      chunk.scans.push(scan);
      for (const key of own) chunk.keys.add(key);
    }
  }
  return all.map(({ scans }) => scans);
}

function merged(group: readonly GroupedScan[]): GroupedScan {
  const [first] = group;
  if (first === undefined) throw new Error('an empty group of questions');
  if (group.length === 1) return first;
  const keys = naming<Expression>('k');
  const measures = naming<Measure | Combined>('m');
  const sets: (readonly string[])[] = [];
  const indexOf = (set: readonly string[]): number => {
    const distinct = [...new Set(set)].sort();
    const known = sets.findIndex((other) => textOf(other) === textOf(distinct));
    return known >= 0 ? known : sets.push(distinct) - 1;
  };
  const parts = group.flatMap((scan) => {
    const { question } = scan;
    const by = Object.entries(question.by).map(([key, of]) => [key, keys.nameOf(of)] as const);
    const named = new Map(by);
    const counted = Object.entries(question.measures).map(
      ([name, of]) => [name, measures.nameOf(of)] as const,
    );
    const asked = (question.sets ?? [Object.keys(question.by)]).map((set) =>
      indexOf(set.map((key) => named.get(key) ?? key)),
    );
    const pick = once((rows) =>
      asked.flatMap((index, own) =>
        rows
          .filter((row) => row['set'] === index)
          .map((row) => ({
            ...renamed(row, by),
            ...renamed(row, counted),
            ...(question.sets === undefined ? {} : { set: own }),
          })),
      ),
    );
    return scan.parts.map((part) => ({
      name: part.name,
      pick: (rows: readonly Row[]) => part.pick(pick(rows)),
    }));
  });
  const how = [...new Set([...group.map((scan) => scan.how), `${sets.length} groupings in one scan`])];
  return {
    question: { ...first.question, by: keys.things, measures: measures.things, sets },
    parts,
    how: how.filter((how) => how !== alone).join(', '),
  };
}

function renamed(row: Row, names: readonly (readonly [string, string])[]): Row {
  return Object.fromEntries(names.map(([name, named]) => [name, row[named] ?? null]));
}
