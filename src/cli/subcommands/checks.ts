import { Command } from 'commander';
import type { About } from '../../checks/check.ts';
import { needsWords } from '../../checks/needs-words.ts';
import type { Document } from '../../message/document.ts';
import { renderTerminal } from '../render-terminal.ts';
import type { Subcommand } from '../subcommand.ts';
import { coloursWanted } from '../terminal.ts';

export const checks: Subcommand = ({ terminal, rooms }) =>
  new Command('checks')
    .description('list the checks: what each asks, needs and costs')
    .option('--json', 'one JSON array on stdout')
    .action(async (given: { json?: true }) => {
      const known = await rooms.checks();
      if (given.json === true) {
        terminal.out(`${JSON.stringify(known.map(checkJson), null, 2)}\n`);
        return;
      }
      const look = { width: terminal.width, colours: coloursWanted(terminal) };
      terminal.out(renderTerminal(checksDocument(known), look));
    });

function checkJson(about: About): object {
  const { id, title, question, tellsApart, needs, insteadOfTables, cost, thresholds } = about;
  const instead = insteadOfTables === undefined ? {} : { instead_of_tables: insteadOfTables };
  return { id, title, question, tells_apart: tellsApart, needs, ...instead, cost, thresholds };
}

function checksDocument(known: readonly About[]): Document {
  return {
    summary: `${known.length} checks`,
    blocks: known.flatMap((about) => [
      { kind: 'heading' as const, text: about.id },
      { kind: 'paragraph' as const, text: [about.question] },
      {
        kind: 'facts' as const,
        facts: [
          { label: 'tells apart', value: [about.tellsApart.join(', ')] },
          { label: 'needs', value: [needsWords(about)] },
          { label: 'cost', value: [costWords(about)] },
          ...Object.entries(about.thresholds).map(([name, threshold]) => ({
            label: name,
            value: [`${threshold.default} ${threshold.unit}: ${threshold.why}`],
          })),
        ],
      },
    ]),
  };
}

function costWords({ cost }: About): string {
  const risk = cost.risk === 'none' ? 'no risk' : cost.risk;
  return `${cost.minutes} min, ${risk}`;
}
