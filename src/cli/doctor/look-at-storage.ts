import type { StorageHealth } from '../rooms.ts';
import { ok, problem, warning } from './line.ts';
import type { Line } from './line.ts';

/** Whether the file with the incidents is whole. A database that cannot be opened is told as a problem of its own. */
export async function lookAtStorage(
  path: string,
  health: (path: string) => Promise<StorageHealth>,
): Promise<readonly Line[]> {
  const found = await health(path).catch((error: unknown) => asDamage(error));
  switch (found.kind) {
    case 'new':
      return [ok('storage', `${path} does not exist yet; \`fishbone start\` creates it`)];
    case 'in-memory':
      return [
        warning(
          'storage',
          'the incidents are kept in memory: all of them are gone when the bot stops',
          'Give storage.path a file.',
        ),
      ];
    case 'sound':
      return [ok('storage', `${path}: ${found.words}`)];
    case 'damaged':
      return found.problems.map(({ what, hint }) => problem('storage', `${path}: ${what}`, hint));
  }
}

function asDamage(error: unknown): StorageHealth {
  const what = error instanceof Error ? error.message : String(error);
  const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : '';
  return {
    kind: 'damaged',
    problems: [{ what, hint: hint === '' ? 'Check the file and its folder.' : hint }],
  };
}
