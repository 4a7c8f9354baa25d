import type { Score } from '../../checks/question.ts';
import type { LoadedConfig } from '../../config/load.ts';
import type { ModelConfig } from '../../config/schema.ts';
import type { Warehouse, Warehouses } from '../../response/ports.ts';
import type { Row } from '../../sql/aggregate.ts';
import { column } from '../../sql/build.ts';
import { ok, problem, warning } from './line.ts';
import type { Line } from './line.ts';

/** Enough to see that another model answers, few enough for any pipeline. */
const samples = 20;
const longestMs = 10_000;
/** Builds of one model differ by rounding; another model differs by more, on most samples. */
const otherModel = 0.05;

type Names = { readonly model: string; readonly name: 'current' | 'previous' };

/**
 * Whether the serving pipelines of each model answer: some golden rows (or, without a golden set, some of the predictions)
 * are scored by `current` and `previous`, and what comes back is held against the scores that the golden set expects.
 */
export async function lookAtPipelines(
  loaded: LoadedConfig,
  openWarehouses: (loaded: LoadedConfig) => Promise<Warehouses>,
  limitMs = longestMs,
): Promise<readonly Line[]> {
  const models = Object.entries(loaded.config.models).filter(([, model]) => model.pipelines !== undefined);
  if (models.length === 0) return [];
  const warehouses = await openWarehouses(loaded);
  try {
    const lines: Line[] = [];
    for (const [name, model] of models) {
      const warehouse = await warehouses.open(name, null).catch(() => null);
      if (warehouse !== null) lines.push(...(await pipelineLines({ name, model, warehouse, limitMs })));
    }
    return lines;
  } finally {
    await warehouses.close();
  }
}

type Subject = {
  readonly name: string;
  readonly model: ModelConfig;
  readonly warehouse: Warehouse;
  readonly limitMs: number;
};

async function pipelineLines({ name, model, warehouse, limitMs }: Subject): Promise<readonly Line[]> {
  const rows = await sampleRows(model, warehouse, limitMs);
  const about = `pipelines ${name}`;
  // What cannot be read is said where the tables are looked at.
  if (rows === 'not read') return [];
  if (rows === null)
    return [warning(about, 'there is no row to score with them', 'Configure `golden`, or bring its rows.')];
  const lines: Line[] = [];
  for (const pipeline of ['current', 'previous'] as const) {
    if (model.pipelines?.[pipeline] === undefined) continue;
    const names = { model: name, name: pipeline };
    lines.push(await scored(names, { model, warehouse, rows, limitMs }));
  }
  return lines;
}

async function sampleRows(
  model: ModelConfig,
  warehouse: Warehouse,
  limitMs: number,
): Promise<readonly Row[] | 'not read' | null> {
  const { golden, predictions } = model;
  const features = predictions.features.map((feature) => [feature, column(feature)] as const);
  const expected =
    golden?.expected === undefined ? [] : [['expected score', column(golden.expected)] as const];
  const answer = await warehouse.askOne(
    {
      kind: 'rows',
      from: { kind: 'table', table: golden === undefined ? 'predictions' : 'golden' },
      where: [],
      columns: Object.fromEntries([...features, ...expected]),
      orderBy: [{ by: column(golden?.id ?? predictions.time), descending: golden === undefined }],
      limit: samples,
    },
    { signal: AbortSignal.timeout(limitMs) },
  );
  if (answer.kind !== 'rows') return 'not read';
  return answer.rows.length > 0 ? answer.rows : null;
}

async function scored(
  { model: modelName, name }: Names,
  given: Omit<Subject, 'name'> & { readonly rows: readonly Row[] },
): Promise<Line> {
  const { model, warehouse, rows, limitMs } = given;
  const pipeline = model.pipelines?.[name];
  const about = `pipeline ${name}`;
  const key = `models.${modelName}.pipelines.${name}`;
  const records: Score['records'] = rows.map((row) =>
    Object.fromEntries(model.predictions.features.map((feature) => [feature, row[feature] ?? null])),
  );
  const started = performance.now();
  const signal = AbortSignal.timeout(limitMs);
  const answer = await warehouse.askOne({ kind: 'score', pipeline: name, records }, { signal });
  const milliseconds = Math.round(performance.now() - started);
  if (signal.aborted)
    return problem(
      about,
      `no answer within ${limitMs / 1000} s`,
      `See whether it runs, and correct ${key}.url.`,
    );
  if (answer.kind === 'failed')
    return problem(about, answer.message, `See whether it runs, and correct ${key}.`);
  if (answer.kind === 'classes')
    return ok(
      about,
      `${pipeline?.version ?? ''} told the classes of ${records.length} rows in ${milliseconds} ms`.trim(),
    );
  if (answer.kind !== 'scores') return problem(about, 'it gave no scores', `Correct ${key}.protocol.`);
  const words = `${pipeline?.version ?? ''} scored ${records.length} rows in ${milliseconds} ms`.trim();
  const away = differing(answer.scores, rows);
  // The current one may well be the one at fault; the previous one is the last known good.
  if (away !== null && away > rows.length / 2 && name === 'previous')
    return warning(
      about,
      `${words}, ${away} of them not as the golden set expects: another model may answer there`,
      `See that ${key}.url is the version that wrote golden.expected.`,
    );
  return ok(about, words);
}

/** How many scores are not the expected ones; null when none is recorded. */
function differing(scores: readonly number[], rows: readonly Row[]): number | null {
  const pairs = rows.flatMap((row, at) => {
    const [expected, score] = [row['expected score'], scores[at]];
    return typeof expected === 'number' && score !== undefined ? [Math.abs(score - expected)] : [];
  });
  return pairs.length === 0 ? null : pairs.filter((distance) => distance > otherModel).length;
}
