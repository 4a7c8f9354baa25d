import { checkColumns } from '../../config/columns.ts';
import type { ColumnFinding } from '../../config/columns.ts';
import { problemLine } from '../../config/problem.ts';
import type { LoadedConfig } from '../../config/load.ts';
import type { Warehouses } from '../../response/ports.ts';
import { lookAtIds } from './look-at-ids.ts';
import { ok, problem, warning } from './line.ts';
import type { Line } from './line.ts';

/** Whether the sources answer, and whether their tables are what the configuration says. */
export async function lookAtTables(
  loaded: LoadedConfig,
  openWarehouses: (loaded: LoadedConfig) => Promise<Warehouses>,
): Promise<readonly Line[]> {
  const warehouses = await openWarehouses(loaded);
  try {
    const health = await warehouses.health();
    const sources = health.map(({ source, ok: reachable, message }) =>
      reachable
        ? ok(`source ${source}`, message)
        : problem(
            `source ${source}`,
            message,
            `Correct sources.${source} in ${loaded.path}, or bring the data.`,
          ),
    );
    if (health.some((source) => !source.ok)) return sources;
    const findings = await checkColumns(loaded, warehouses);
    const whole = Object.keys(loaded.config.models).filter(
      (model) => !findings.some((finding) => finding.model === model && finding.level === 'problem'),
    );
    return [
      ...sources,
      ...columnLines(findings),
      ...(await lookAtIds(loaded, warehouses, whole)),
      ...(await queryLines(loaded, warehouses)),
    ];
  } finally {
    await warehouses.close();
  }
}

function columnLines(findings: readonly ColumnFinding[]): readonly Line[] {
  if (findings.length === 0) return [ok('columns', 'every table and column that is named is there')];
  return findings.map((finding) =>
    finding.level === 'problem'
      ? problem('columns', problemLine(finding), hintFor(finding))
      : warning('columns', problemLine(finding), 'Checks that need it will say inconclusive.'),
  );
}

function hintFor({ because }: ColumnFinding): string {
  return because === 'unreadable'
    ? 'Bring the file whole again; until then checks that need it say inconclusive.'
    : 'Name it as the source spells it.';
}

/** Each query to a metrics server, asked once. */
async function queryLines(loaded: LoadedConfig, warehouses: Warehouses): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const model of Object.keys(loaded.config.models)) {
    for (const finding of await warehouses.queries(model)) {
      const about = `infra.${finding.query} of ${model}`;
      if (finding.level === 'ok') lines.push(ok(about, finding.words));
      else if (finding.level === 'warning') lines.push(warning(about, finding.words, finding.hint));
      else lines.push(problem(about, finding.words, finding.hint));
    }
  }
  return lines;
}
