import { ConfigError, problemLine } from '../../config/problem.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { ok, problem, warning } from './line.ts';
import type { Line } from './line.ts';

/** The configuration, and everything that is wrong with it or worth knowing. */
export async function lookAtConfig(
  load: () => Promise<LoadedConfig>,
): Promise<{ readonly loaded: LoadedConfig | null; readonly lines: readonly Line[] }> {
  try {
    const loaded = await load();
    const models = Object.keys(loaded.config.models);
    const notes = loaded.notes.map((note) =>
      warning('config', problemLine(note), 'Change it, or leave it as it is meant.'),
    );
    return { loaded, lines: [ok('config', `${loaded.path}: ${models.join(', ')}`), ...notes] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = error.problems.map((each) => problem('config', problemLine(each), 'Correct this line.'));
    return {
      loaded: null,
      lines: lines.length > 0 ? lines : [problem('config', error.message, error.hint)],
    };
  }
}
