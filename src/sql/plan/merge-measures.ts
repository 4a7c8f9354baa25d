import type { Combined, Measure } from '../aggregate.ts';
import { alone, entriesText, type GroupedScan, naming, textOf, together } from './scan.ts';

/** Questions over the same rows and the same groups become one scan with the measures of all. */
export function mergeMeasures(scans: readonly GroupedScan[]): readonly GroupedScan[] {
  return together(scans, keyOf)
    .map((group) => (group.length === 1 ? group : [merged(group)]))
    .flat();
}

function keyOf({ question }: GroupedScan): string | null {
  if (question.limit !== undefined) return null;
  return textOf([question.from, question.where, entriesText(question.by), question.sets ?? null]);
}

function merged(group: readonly GroupedScan[]): GroupedScan {
  const [first] = group;
  if (first === undefined) throw new Error('an empty group of questions');
  const keys = [...Object.keys(first.question.by), ...(first.question.sets === undefined ? [] : ['set'])];
  const { things, nameOf } = naming<Measure | Combined>('m', keys);
  const parts = group.flatMap((scan) => {
    const own = Object.entries(scan.question.measures).map(
      ([name, measure]) => [name, nameOf(measure)] as const,
    );
    return scan.parts.map((part) => ({
      name: part.name,
      pick: (rows: Parameters<typeof part.pick>[0]) =>
        part.pick(
          rows.map((row) => ({
            ...Object.fromEntries(keys.map((key) => [key, row[key] ?? null])),
            ...Object.fromEntries(own.map(([name, named]) => [name, row[named] ?? null])),
          })),
        ),
    }));
  });
  const how = [...new Set([...group.map((scan) => scan.how), 'measures side by side'])].filter(
    (how) => how !== alone,
  );
  return { question: { ...first.question, measures: things }, parts, how: how.join(', ') };
}
