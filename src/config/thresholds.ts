import type { About } from '../checks/check.ts';
import { didYouMean } from './nearest.ts';
import { problem } from './problem.ts';
import type { Finding } from './problem.ts';
import { keysOf } from './value-at.ts';

/** What the configuration needs to know of the checks there are. */
export type KnownChecks = readonly (Pick<About, 'id' | 'thresholds'> & Partial<Pick<About, 'cost'>>)[];

/** `checks:` of every model: each names a check, and thresholds which that check judges by. */
export function findWrongThresholds(root: unknown, checks: KnownChecks): readonly Finding[] {
  const ids = checks.map((check) => check.id);
  return keysOf(root, ['models']).flatMap((model) =>
    keysOf(root, ['models', model, 'checks']).flatMap((id) => {
      const path = ['models', model, 'checks', id];
      const check = checks.find((each) => each.id === id);
      if (check === undefined) return [problem(path, `'${id}' is not a check${didYouMean(id, ids)}`)];
      const thresholds = Object.keys(check.thresholds);
      return keysOf(root, path)
        .filter((name) => !thresholds.includes(name))
        .map((name) =>
          problem(
            [...path, name],
            `'${name}' is not a threshold of the check ${id}${didYouMean(name, thresholds)}`,
          ),
        );
    }),
  );
}
