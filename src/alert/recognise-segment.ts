import type { Segment } from './alert.ts';
import type { KnownModel } from './known.ts';
import type { Clues } from './recognise-model.ts';
import { cleanText, longest } from './sanitize.ts';

/**
 * The segment an alert is limited to: labels named like one of the model's segment columns, a `segment` label such as
 * `country=BR,device=ios`, or `country=BR` in a text. Empty means all traffic. Columns come out as the tables spell them,
 * in the order of the configuration; values stay the text that the sender wrote.
 */
export function recogniseSegment(clues: Clues, model: KnownModel | null): Segment {
  if (model === null) return {};
  const labels = Object.entries(clues.labels);
  const written = labels
    .filter(([name]) => /^(?:segment|slice|cohort)$/i.test(name))
    .map(([, value]) => value);
  const pairs: readonly (readonly [string, string])[] = [
    ...labels,
    ...[...written, ...clues.texts].flatMap(pairsIn),
  ];
  return Object.fromEntries(
    model.segments.flatMap((column) => {
      const pair = pairs.find(([name]) => name.toLowerCase() === column.toLowerCase());
      const value = pair === undefined ? '' : cleanText(pair[1], longest.label);
      return value === '' ? [] : [[column, value] as const];
    }),
  );
}

/** `country=BR, device="ios"` and `country:BR`, wherever they stand in a text. */
function pairsIn(text: string): readonly (readonly [string, string])[] {
  const pairs = text.matchAll(
    /([\p{L}_][\p{L}\p{N}_.]{0,60})\s?[=:]\s?(?:"([^"]{1,100})"|'([^']{1,100})'|([\p{L}\p{N}_.+-]{1,100}))/gu,
  );
  return [...pairs].map((pair) => [pair[1] ?? '', pair[2] ?? pair[3] ?? pair[4] ?? ''] as const);
}
