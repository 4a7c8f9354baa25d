import type { ColumnFinding } from '../config/columns.ts';
import { ConfigError, problemLine } from '../config/problem.ts';
import type { Terminal } from './terminal.ts';

/**
 * What is wrong between configuration and tables, before anything is read through them. What the configuration names and
 * the tables do not have stops the command, as `fishbone doctor` says it; what cannot be read just now is said, and the
 * checks that need it answer inconclusive.
 * @throws {ConfigError} with every problem, each with its line
 */
export function refuseMisnamed(
  findings: readonly ColumnFinding[],
  said: { readonly terminal: Pick<Terminal, 'err'>; readonly path: string },
): void {
  const problems = findings.filter(({ level, because }) => level === 'problem' && because === 'not there');
  if (problems.length > 0) {
    throw new ConfigError({
      code: 'config-invalid',
      message: `${said.path} names what the tables do not have:`,
      hint: 'Name it as the table spells it; `fishbone doctor` looks at everything else, too.',
      problems,
    });
  }
  for (const finding of findings) {
    if (finding.level === 'problem' || finding.because === 'unreadable')
      said.terminal.err(`warning: ${problemLine(finding)}\n`);
  }
}
