import type { Command } from '../../commands/command.ts';
import type { About } from '../../src/checks/check.ts';
import { needsWords } from '../../src/checks/needs-words.ts';

/** The table of all commands, in the order in which `help` shows them. */
export function commandsTable(commands: readonly Command[]): string {
  const rows = commands.map(({ usage, summary, example }) => [`\`${usage}\``, summary, `\`${example}\``]);
  return markdownTable(['command', 'what it does', 'for example'], rows);
}

/** All checks: one table of what each is for, and one of the numbers they judge by. */
export function checksTables(checks: readonly About[]): string {
  const uses = checks.map((about) => [
    `\`${about.id}\``,
    about.question,
    about.tellsApart.join(', '),
    needsWords(about, '`'),
    `${about.cost.minutes} min, ${about.cost.risk === 'none' ? 'no risk' : about.cost.risk}`,
  ]);
  const numbers = checks.flatMap(({ id, thresholds }) =>
    Object.entries(thresholds).map(([name, threshold]) => [
      `\`${id}.${name}\``,
      `${threshold.default} ${threshold.unit}`,
      threshold.why,
    ]),
  );
  return [
    markdownTable(['check', 'the question it answers', 'tells apart', 'needs', 'cost'], uses),
    '## The numbers they judge by',
    markdownTable(['threshold', 'default', 'why'], numbers),
  ].join('\n\n');
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
