import { Command } from 'commander';
import { z } from 'zod';
import { ok } from '../doctor/line.ts';
import type { Line } from '../doctor/line.ts';
import { lookAtConfig } from '../doctor/look-at-config.ts';
import { lookAtHypotheses } from '../doctor/look-at-hypotheses.ts';
import { lookAtMonitors } from '../doctor/look-at-monitors.ts';
import { lookAtPipelines } from '../doctor/look-at-pipelines.ts';
import { lookAtPort } from '../doctor/look-at-port.ts';
import { lookAtSlack } from '../doctor/look-at-slack.ts';
import { lookAtStorage } from '../doctor/look-at-storage.ts';
import { lookAtTables } from '../doctor/look-at-tables.ts';
import { renderTerminal } from '../render-terminal.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Context, Subcommand } from '../subcommand.ts';
import { coloursWanted } from '../terminal.ts';

const Options = z.object({ config: z.string().optional(), json: z.boolean().default(false) });

export const doctor: Subcommand = (context) =>
  new Command('doctor')
    .description('look at everything that must be right, and say what to do; exit code 1 on problems')
    .option(...configOption)
    .option('--json', 'one JSON array on stdout')
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      const lines = await examine(configPath(options.config, context), context);
      if (options.json) context.terminal.out(`${JSON.stringify(lines, null, 2)}\n`);
      else context.terminal.out(rendered(lines, context));
      context.end(lines.some((line) => line.level === 'problem') ? 1 : 0);
    });

async function examine(path: string, { rooms, terminal }: Context): Promise<readonly Line[]> {
  const node = ok('node', `Node ${process.versions.node}`);
  const slack = await lookAtSlack(terminal.environment, (tokens) => rooms.slackHealth(tokens));
  const { loaded, lines } = await lookAtConfig(() => rooms.loadConfig(path));
  const hypotheses = await lookAtHypotheses(() => rooms.hypotheses());
  if (loaded === null) return [node, ...hypotheses, ...lines, ...slack];
  return [
    node,
    ...hypotheses,
    ...lines,
    ...(await lookAtTables(loaded, (config) => rooms.openWarehouses(config))),
    ...(await lookAtPipelines(loaded, (config) => rooms.openWarehouses(config))),
    ...(await lookAtMonitors(loaded, (named) =>
      rooms.runMonitor({ loaded, named, now: null, signal: terminal.cancelled }),
    )),
    ...(await lookAtStorage(loaded.config.storage.path, (file) => rooms.storageHealth(file))),
    ...(await lookAtPort(loaded.config.intake)),
    ...slack,
  ];
}

const marks = { ok: '✓ ok', warning: '! warning', problem: '✗ problem' } as const;

function rendered(lines: readonly Line[], { terminal }: Context): string {
  const count = (level: Line['level']): number => lines.filter((line) => line.level === level).length;
  const rows = lines.flatMap((line) => [
    [marks[line.level], line.about, line.words],
    ...(line.hint === null ? [] : [['', '', `→ ${line.hint}`]]),
  ]);
  const summary = `${count('ok')} ok, ${counted(count('warning'), 'warning')}, ${counted(count('problem'), 'problem')}`;
  return renderTerminal(
    {
      summary,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: '', align: 'left' },
            { title: '', align: 'left' },
            { title: '', align: 'left' },
          ],
          rows,
        },
        { kind: 'paragraph', text: [summary] },
      ],
    },
    { width: terminal.width, colours: coloursWanted(terminal) },
  ).trimStart();
}

function counted(count: number, thing: string): string {
  return `${count} ${count === 1 ? thing : `${thing}s`}`;
}
