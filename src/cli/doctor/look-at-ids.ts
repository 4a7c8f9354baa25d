import { rowsOf, countOf } from '../../checks/read-answers.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { percent } from '../../message/words/numbers.ts';
import type { Warehouses } from '../../response/ports.ts';
import type { Aggregate } from '../../sql/aggregate.ts';
import { column, countIf, distinct, isNotNull, table } from '../../sql/build.ts';
import { ok, warning } from './line.ts';
import type { Line } from './line.ts';

/**
 * Whether each scored request is one row of the predictions. Where two rows have one id, a join with requests or
 * offline features counts both twice, and nothing else would show it. Only models whose columns are there are asked about.
 */
export async function lookAtIds(
  { config }: LoadedConfig,
  warehouses: Pick<Warehouses, 'open'>,
  models: readonly string[],
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const name of models) {
    const id = config.models[name]?.predictions.id;
    if (id === undefined) continue;
    const warehouse = await warehouses.open(name, null);
    const answer = await warehouse.askOne(idsQuestion(id), { signal: new AbortController().signal });
    // Said already, where the columns are looked at.
    if (answer.kind === 'failed' && answer.cause === 'missing') continue;
    const read = rowsOf({ ids: answer }, 'ids');
    const about = `ids of ${name}`;
    if (read.kind === 'not-read') {
      const hint = answer.kind === 'failed' ? answer.hint : 'Look at the source.';
      lines.push(warning(about, `whether each ${id} is one row could not be counted: ${read.reason}`, hint));
      continue;
    }
    const [row] = read.rows;
    lines.push(...repeated({ about, id, rows: countOf(row?.['rows']), ids: countOf(row?.['ids']) }));
  }
  return lines;
}

function idsQuestion(id: string): Aggregate {
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [],
    by: {},
    // A null joins with nothing, so it is no id that is there twice.
    measures: { rows: countIf(isNotNull(column(id))), ids: distinct(column(id)) },
  };
}

type Counted = {
  readonly about: string;
  readonly id: string;
  readonly rows: number;
  readonly ids: number;
};

function repeated({ about, id, rows, ids }: Counted): readonly Line[] {
  const more = rows - ids;
  if (more <= 0) return rows === 0 ? [] : [ok(about, `no two rows of predictions share a ${id}`)];
  const counted = `${rows.toLocaleString('en')} rows, ${ids.toLocaleString('en')} different`;
  return [
    warning(
      about,
      `${percent(more / rows)} of the rows of predictions repeat the ${id} of another (${counted}): joins with requests and offline features count them more than once`,
      'Name a column that is different in every row under predictions.id, or remove the repeated rows from the table.',
    ),
  ];
}
