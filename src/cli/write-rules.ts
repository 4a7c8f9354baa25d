import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionItem } from '../incident/state/team-state.ts';
import { ruledActions } from '../message/action-rule.ts';
import { CliError } from './cli-error.ts';

export type RuleFile = { readonly name: string; readonly text: string };

/** The rules of action items as files: what fishbone.yml, Prometheus, an SQL scheduler and a pipeline read. */
export function ruleFilesOf(actions: readonly ActionItem[]): readonly RuleFile[] {
  return ruledActions(actions).flatMap(({ id, rule }) => {
    const files = [
      { name: 'monitor.yml', text: rule.monitor },
      { name: 'prometheus.yml', text: rule.prometheus },
      { name: 'check.sql', text: rule.sql },
      { name: 'gate.sh', text: rule.gate },
    ];
    return files.flatMap(({ name, text }) =>
      text === null ? [] : [{ name: `${id.toLowerCase()}-${name}`, text }],
    );
  });
}

/** Writes them into a folder; what is there under the same names is replaced. */
export async function writeRules(folder: string, files: readonly RuleFile[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, text } of files) await writeFile(join(folder, name), text);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new CliError({
      code: 'not-written',
      message: `The rules could not be written to ${folder}: ${error.message}`,
      hint: 'Name a folder that can be written: --rules <folder>.',
    });
  }
}
