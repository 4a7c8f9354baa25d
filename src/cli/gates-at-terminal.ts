import { readFile, writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { Contract } from '../gates/contract.ts';
import { exitCodeOf, resultOf } from '../gates/gate.ts';
import type { GateRun } from '../gates/gate.ts';
import { gatesAsJUnit, gatesAsMarkdown } from '../gates/report.ts';
import { CliError } from './cli-error.ts';
import { renderTerminal } from './render-terminal.ts';
import type { Context } from './subcommand.ts';
import { coloursWanted } from './terminal.ts';

/** Where a run of gates is written besides the terminal. */
export type Reports = { readonly markdown?: string | undefined; readonly junit?: string | undefined };

/** Shows the gates, writes the reports, and ends with the exit code of what they say. */
export async function tellGates(run: GateRun, reports: Reports, { terminal, end }: Context): Promise<void> {
  if (reports.markdown !== undefined) await writeReport(reports.markdown, gatesAsMarkdown(run));
  if (reports.junit !== undefined) await writeReport(reports.junit, gatesAsJUnit(run));
  terminal.out(
    renderTerminal(
      {
        summary: `${run.title}: ${resultOf(run)}`,
        blocks: [
          { kind: 'heading', text: `${run.title}: ${resultOf(run)}` },
          {
            kind: 'table',
            columns: [
              { title: 'result', align: 'left' },
              { title: 'gate', align: 'left' },
              { title: '', align: 'left' },
            ],
            rows: run.gates.map(({ result, name, words }) => [result, name, words]),
          },
          ...run.measured.map(({ titles, rows }) => ({
            kind: 'table' as const,
            columns: titles.map((title, i) => ({
              title,
              align: i === 0 ? ('left' as const) : ('right' as const),
            })),
            rows,
          })),
        ],
      },
      { width: terminal.width, colours: coloursWanted(terminal) },
    ).trimStart(),
  );
  end(exitCodeOf(run));
}

/** The exit code of a gate that nothing could be said at: it must not look like one that failed. */
const NOT_LOOKED_AT = 3;

export async function readContract(path: string): Promise<Contract> {
  const hint = 'Write one with: fishbone contract init';
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CliError({
      code: 'contract-not-readable',
      message: missing ? `There is no file ${path}.` : `${path} cannot be read: ${String(error)}`,
      hint,
      exitCode: NOT_LOOKED_AT,
    });
  });
  const read = Contract.safeParse(parsed(text, path));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CliError({
    code: 'contract-invalid',
    message: `${path} is no contract: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    hint,
    exitCode: NOT_LOOKED_AT,
  });
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const message = `${path} cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}`;
    throw new CliError({
      code: 'contract-invalid',
      message,
      hint: 'Correct it, or write it anew.',
      exitCode: NOT_LOOKED_AT,
    });
  }
}

export function contractText(contract: Contract): string {
  return `# What online and offline code agree on, written by \`fishbone contract init\` from the data there are.
# Read it through: what it allows is what was seen, with some room. Hold it in CI: fishbone parity --contract contract.yml
${stringify(contract, { lineWidth: 110 })}`;
}

async function writeReport(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw new CliError({
      code: 'not-written',
      message: `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Check that its folder exists.',
    });
  });
}
