import type { LoadedConfig } from '../config/load.ts';
import type { ModelConfig } from '../config/schema.ts';
import { CliError } from './cli-error.ts';
import { requireModel } from './subcommands/investigate.ts';

/** The model that is named, or the only one. */
export function gatedModel(
  named: string | undefined,
  loaded: LoadedConfig,
): { readonly modelName: string; readonly model: ModelConfig } {
  const { models } = loaded.config;
  if (named !== undefined) requireModel(named, loaded);
  const [modelName, ...others] = named === undefined ? Object.keys(models) : [named];
  const model = models[modelName ?? ''];
  if (modelName !== undefined && model !== undefined && others.length === 0) return { modelName, model };
  throw new CliError({
    code: 'usage',
    message: 'Which model? There are several.',
    hint: `Name it with --model: ${Object.keys(models).join(', ')}.`,
    exitCode: 2,
  });
}
