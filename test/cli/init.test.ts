import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DuckDBInstance } from '@duckdb/node-api';
import { runFishbone } from '../../src/cli/program.ts';
import { checkColumns } from '../../src/config/columns.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openWarehouses } from '../../src/sources/warehouses.ts';
import { systemClock } from '../../src/time/clock.ts';
import { fakeRooms, silentLog } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

let folder = '';

/** Tables as a team might have them, none of them named as anywhere else. */
const tables: Readonly<Record<string, string>> = {
  scoring_log: `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS scored_at, 'v1' AS model_version,
    ['BR','DE','US'][i % 3 + 1] AS country, i % 2 = 0 AS returning_user, (i % 80)::INTEGER AS age, i * 1.5 AS income,
    (i % 100) / 100.0 AS fraud_score, (i % 2)::INTEGER AS decision, (i % 2)::INTEGER AS label,
    TIMESTAMP '2026-03-02' + INTERVAL (i) MINUTE AS label_known_at FROM range(500) t(i)`,
  offline_values: `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, i AS age, i * 1.5 AS income FROM range(50) t(i)`,
  gateway: `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, 'h1' AS host, 200 AS status,
    NULL::VARCHAR AS error_type, 3.5 AS fetch_ms, 9.0 AS total_ms FROM range(500) t(i)`,
  sales: `SELECT TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, true AS is_new_user, 9 AS visits, 2 AS conversions, 3.5 AS revenue FROM range(50) t(i)`,
  changes: `SELECT 'c1' AS change_id, TIMESTAMP '2026-03-01' AS ts, 'model' AS kind, 'x' AS component`,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fishbone-init-'));
  await mkdir(join(folder, 'data'));
  for (const [name, query] of Object.entries(tables))
    await writeTable(join(folder, 'data', `${name}.parquet`), query);
});

async function writeTable(file: string, query: string): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
}

async function run(...words: readonly string[]) {
  const terminal = fakeTerminal();
  return {
    exitCode: await runFishbone(['init', ...words], { terminal, rooms: fakeRooms() }),
    ...terminal.said(),
  };
}

describe('fishbone init', () => {
  test('writes a configuration that loads and fits the tables it looked at', async () => {
    const output = join(folder, 'fishbone.yml');
    const { exitCode, out, err } = await run(join(folder, 'data'), '--output', output, '--model', 'fraud');
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toContain('2 features, 2 segments in scoring_log');
    const loaded = await loadConfig(output);
    const warehouses = openWarehouses({ ...loaded, log: silentLog, clock: systemClock });
    const findings = await checkColumns(loaded, warehouses);
    await warehouses.close();
    expect(findings.filter((finding) => finding.level === 'problem')).toEqual([]);
    expect(loaded.config.models['fraud']).toMatchObject({
      task: 'classification',
      predictions: {
        table: 'scoring_log',
        id: 'request_id',
        time: 'scored_at',
        version: 'model_version',
        score: 'fraud_score',
        decision: 'decision',
        label: { column: 'label', known_at: 'label_known_at' },
        segments: ['country', 'returning_user'],
        features: ['age', 'income'],
      },
      offline_features: { table: 'offline_values', id: 'request_id', time: 'ts' },
      requests: {
        table: 'gateway',
        status: 'status',
        error: 'error_type',
        stages: ['fetch_ms'],
        latency: 'total_ms',
      },
      business: {
        table: 'sales',
        kpi: { numerator: 'conversions', denominator: 'visits' },
        value: 'revenue',
      },
      changes: { table: 'changes' },
    });
  });

  test.each([
    [
      'a score a class',
      `['invoice', 'receipt', 'bank letter'][i % 3 + 1] AS predicted_class, 0.2 AS p_invoice, 0.3 AS p_receipt, 0.5 AS bank_letter_score,
       CASE WHEN i % 5 > 0 THEN ['invoice', 'receipt', 'bank letter'][i % 3 + 1] WHEN i % 7 > 0 THEN 'receipt' END AS true_class`,
      {
        classes: ['bank letter', 'invoice', 'receipt'],
        predicted: 'predicted_class',
        scores: { invoice: 'p_invoice', receipt: 'p_receipt', 'bank letter': 'bank_letter_score' },
        label: { column: 'true_class' },
      },
      /predicted_class has 3 values \(bank letter, invoice, receipt\); a column of scores for each, such as \w+; true classes in true_class/,
    ],
    [
      'the predicted class and how sure it was, as whole numbers',
      `(i * 7 % 11)::INTEGER AS prediction, 0.5 + (i % 50) / 100.0 AS confidence, (i % 11)::INTEGER AS label`,
      {
        classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
        predicted: 'prediction',
        score: 'confidence',
        label: { column: 'label' },
      },
      /prediction has 11 values \(0, 1, 2, 3, 4, 5 …\); how sure it was in confidence; true classes in label/,
    ],
    [
      'one column with all scores',
      `['a', 'b'][i % 2 + 1] AS pred, MAP {'a': 0.4, 'b': 0.6} AS probabilities`,
      { classes: ['a', 'b'], predicted: 'pred', scores: 'probabilities' },
      /scores in probabilities; no column of true classes was found/,
    ],
  ])('classes are guessed from %s, and it is said what they rest on', async (_, columns, expected, said) => {
    const place = await mkdtemp(join(folder, 'classes-'));
    await writeTable(
      join(place, 'predictions.parquet'),
      `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, (i % 40) * 2.5 AS width,
         ['BR', 'DE'][i % 2 + 1] AS country, ${columns} FROM range(400) t(i)`,
    );
    const output = join(place, 'fishbone.yml');
    const { exitCode, out } = await run(place, '-o', output, '--model', 'documents');
    expect(exitCode).toBe(0);
    expect(out).toContain('Guessed `task: multiclass`: ');
    expect(out).toMatch(said);
    const loaded = await loadConfig(output);
    expect(loaded.config.models['documents']).toMatchObject({
      task: 'multiclass',
      predictions: { ...expected, segments: ['country'], features: ['width', 'country'] },
    });
    const warehouses = openWarehouses({ ...loaded, log: silentLog, clock: systemClock });
    const findings = await checkColumns(loaded, warehouses);
    await warehouses.close();
    expect(findings.filter((finding) => finding.level === 'problem')).toEqual([]);
  });

  test.each([
    ['a score of one class', '(i % 100) / 100.0 AS score, (i % 2)::INTEGER AS label', 'classification'],
    [
      'a decision of yes and no',
      `i / 400.0 AS score, (i % 2)::INTEGER AS label, ['no', 'yes'][i % 2 + 1] AS predicted_class`,
      'classification',
    ],
    ['a few whole numbers with nothing that bears them out', '(i % 4)::INTEGER AS prediction', 'regression'],
  ])('no classes are guessed from %s', async (_, columns, task) => {
    const place = await mkdtemp(join(folder, 'one-'));
    await writeTable(
      join(place, 'predictions.parquet'),
      `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, i * 1.5 AS width, ${columns} FROM range(400) t(i)`,
    );
    const output = join(place, 'fishbone.yml');
    const { out } = await run(place, '-o', output, '--model', 'one');
    expect(out).not.toContain('multiclass');
    expect((await loadConfig(output)).config.models['one']).toMatchObject({ task });
  });

  test('asks in a comment for every table that it did not find', async () => {
    const output = join(folder, 'comments.yml');
    await run(join(folder, 'data'), '-o', output);
    const text = await readFile(output, 'utf8');
    for (const key of ['golden', 'hosts', 'feature_reads', 'reference', 'pipelines']) {
      expect(text).toMatch(new RegExp(`# ${key}:`));
    }
  });

  test('a name that YAML would misread is put in quotes', async () => {
    const odd = join(folder, 'odd');
    await mkdir(odd);
    await writeFile(
      join(odd, 'predictions.csv'),
      'request_id,ts,score,"a, b","null",yes: no\na1,2026-03-01 00:00:00,0.5,1,2,3\na2,2026-03-01 00:01:00,0.6,2,3,4\n',
    );
    const output = join(folder, 'odd.yml');
    expect(await run(odd, '-o', output, '--model', 'no: 1')).toMatchObject({ exitCode: 0 });
    const { config } = await loadConfig(output);
    expect(config.models['no: 1']?.predictions.features).toEqual(['a, b', 'null', 'yes: no']);
  });

  test('never overwrites', async () => {
    const output = join(folder, 'mine.yml');
    await writeFile(output, 'mine');
    const { exitCode, err } = await run(join(folder, 'data'), '-o', output);
    expect(exitCode).toBe(1);
    expect(err).toContain('exists already and is left as it is.\nName another file with -o.');
    expect(await readFile(output, 'utf8')).toBe('mine');
  });

  test('a folder without predictions says what it saw and what it needs', async () => {
    const other = join(folder, 'other');
    await mkdir(other);
    await writeFile(join(other, 'people.csv'), 'name,age\nAda,36\n');
    const { exitCode, err } = await run(other, '-o', join(folder, 'none.yml'));
    expect(exitCode).toBe(1);
    expect(err).toContain('(it has: people)');
  });

  test('a folder that is not there is told', async () => {
    const { exitCode, err } = await run(join(folder, 'nowhere'));
    expect(exitCode).toBe(1);
    expect(err).toContain('there is nothing at');
  });
});
