import { alone, type GroupedScan, textOf, together } from './scan.ts';

/**
 * Questions that differ only in how many of the largest groups they want become the one that wants most: its first
 * groups are the answer to each of the others.
 */
export function mergeLimits(scans: readonly GroupedScan[]): readonly GroupedScan[] {
  return together(scans, keyOf).map(merged);
}

function keyOf({ question }: GroupedScan): string | null {
  if (question.limit === undefined) return null;
  // Measures and keys in their own order: rows come in the order of the first measure, then of the keys.
  const { from, where, by, sets, measures } = question;
  return textOf([from, where, Object.entries(by), sets ?? null, Object.entries(measures)]);
}

function merged(group: readonly GroupedScan[]): GroupedScan {
  const [first] = group;
  if (first === undefined) throw new Error('an empty group of questions');
  if (group.length === 1) return first;
  const limit = Math.max(...group.map(({ question }) => question.limit ?? 0));
  return {
    question: { ...first.question, limit },
    parts: group.flatMap((scan) =>
      scan.parts.map((part) => ({
        name: part.name,
        pick: (rows: Parameters<typeof part.pick>[0]) => part.pick(rows.slice(0, scan.question.limit)),
      })),
    ),
    how: [...new Set([...group.map((scan) => scan.how), 'the first groups of the same'])]
      .filter((how) => how !== alone)
      .join(', '),
  };
}
