import { problem } from './problem.ts';
import type { Finding, KeyPath } from './problem.ts';
import { keysOf, textAt } from './value-at.ts';

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of a duration such as `30m`; null when it is not one. */
export function durationSeconds(text: string): number | null {
  const [, count, unit] = /^(\d+)(s|m|h|d)$/.exec(text) ?? [];
  if (count === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')) return null;
  return Number(count) * seconds[unit];
}

/** Spans of time that are written well and still make no sense. */
export function findWrongDurations(root: unknown): readonly Finding[] {
  const models = keysOf(root, ['models']);
  const timeouts: readonly KeyPath[] = [
    ...keysOf(root, ['sources']).map((source) => ['sources', source, 'timeout']),
    ...models.flatMap((model) => [
      ['models', model, 'pipelines', 'current', 'timeout'],
      ['models', model, 'pipelines', 'previous', 'timeout'],
    ]),
    ...keysOf(root, ['intake', 'sources']).map((sender) => [
      'intake',
      'sources',
      sender,
      'hmac',
      'tolerance',
    ]),
  ];
  return [
    ...keysOf(root, ['sources']).flatMap((source) =>
      outside(root, ['sources', source, 'resolution'], { least: 1, most: 3600, words: 'from 1s to 1h' }),
    ),
    ...timeouts.flatMap((path) => outside(root, path, { least: 1, most: 3600, words: 'from 1s to 1h' })),
    ...models.flatMap((model) =>
      outside(root, ['models', model, 'baseline', 'window'], {
        least: 3600,
        most: 366 * 86_400,
        words: 'from 1h to 366d',
      }),
    ),
  ];
}

function outside(
  root: unknown,
  path: KeyPath,
  span: { readonly least: number; readonly most: number; readonly words: string },
): readonly Finding[] {
  const text = textAt(root, path);
  const value = text === null ? null : durationSeconds(text);
  if (value === null || (value >= span.least && value <= span.most)) return [];
  return [problem(path, `expected a duration ${span.words}, found '${text}'`)];
}
