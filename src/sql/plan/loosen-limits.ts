import type { Row } from '../aggregate.ts';
import type { GroupedScan } from './scan.ts';

/** A limit of so many groups guards against an answer that nobody could read; it is not what the question is about. */
const guard = 1000;

/**
 * A question with a guard against too many groups shares a scan without it, and its first groups are taken from the
 * answer. Where the groups are too many for one answer, the shared scan fails and the question is put alone, limit and all.
 */
export function loosenLimits(scans: readonly GroupedScan[]): readonly GroupedScan[] {
  return scans.map((scan) => {
    const { limit, ...question } = scan.question;
    if (limit === undefined || limit < guard) return scan;
    const keys = Object.keys(question.by);
    const [first = ''] = Object.keys(question.measures);
    return {
      ...scan,
      question,
      parts: scan.parts.map((part) => ({
        name: part.name,
        pick: (rows) => part.pick(largest(rows, { limit, first, keys })),
      })),
    };
  });
}

/** What stayed alone keeps its limit. */
export function tightenLimits(
  scans: readonly GroupedScan[],
  original: readonly GroupedScan[],
): readonly GroupedScan[] {
  const byName = new Map(original.flatMap((scan) => scan.parts.map((part) => [part.name, scan])));
  return scans.map((scan) => {
    const [only, ...others] = scan.parts;
    const before = only === undefined || others.length > 0 ? undefined : byName.get(only.name);
    return before?.question.limit === undefined ? scan : before;
  });
}

type Wanted = { readonly limit: number; readonly first: string; readonly keys: readonly string[] };

function largest(rows: readonly Row[], { limit, first, keys }: Wanted): readonly Row[] {
  return rows.toSorted((a, b) => Number(b[first]) - Number(a[first]) || inOrder(a, b, keys)).slice(0, limit);
}

/** As the source orders them: numbers and moments by their size, other values by their text, null last. */
function inOrder(a: Row, b: Row, keys: readonly string[]): number {
  for (const key of keys) {
    const [one, other] = [a[key] ?? null, b[key] ?? null];
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1;
    } else if (typeof one === 'string' || typeof other === 'string') {
      if (one !== other) return String(one) < String(other) ? -1 : 1;
    } else if (Number(one) !== Number(other)) return Number(one) - Number(other);
  }
  return 0;
}
