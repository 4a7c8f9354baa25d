import { mkdir } from 'node:fs/promises';
import { join as path } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answer, Questions } from '../../src/checks/question.ts';
import type { TableName } from '../../src/sql/aggregate.ts';
import {
  column,
  count,
  countIf,
  distinct,
  eq,
  isNotNull,
  isNull,
  join,
  maximum,
  minimum,
  numberBin,
  quantile,
  sum,
  sumOfSquares,
  table,
  timeBin,
} from '../../src/sql/build.ts';
import { configured, folderFor, lay, unhurried, warehousesOf } from './made-tables.ts';

const now = new Date('2026-03-02T12:00:00Z');
const config = configured({
  model: {
    reference: { source: 'logs', table: 'training' },
    offline_features: { source: 'logs', table: 'features_offline', id: 'request_id', time: 'ts' },
    feature_reads: { source: 'logs', table: 'feature_reads', time: 'ts' },
    requests: { source: 'logs', table: 'requests', time: 'ts', id: 'request_id' },
    hosts: { source: 'logs', table: 'hosts', time: 'ts' },
    business: {
      source: 'logs',
      table: 'business',
      time: 'ts',
      kpi: { name: 'c', numerator: 'value', denominator: 'value' },
    },
    golden: { source: 'logs', table: 'golden', id: 'request_id' },
    changes: { source: 'logs', table: 'changes' },
  },
});
const timed = ['offline_features', 'feature_reads', 'requests', 'hosts', 'business', 'changes'] as const;
const files: Readonly<Record<(typeof timed)[number], string>> = {
  offline_features: 'features_offline',
  feature_reads: 'feature_reads',
  requests: 'requests',
  hosts: 'hosts',
  business: 'business',
  changes: 'changes',
};

/** 4 days of rows, a label known 6 hours later; `later` says what the tables hold of the time after now. */
async function layTables(folder: string, later: 'as it was' | 'otherwise' | 'gone'): Promise<void> {
  const data = path(folder, 'data');
  await mkdir(data);
  const known = `label_ts <= TIMESTAMP '2026-03-02 12:00:00'`;
  const past = `ts <= TIMESTAMP '2026-03-02 12:00:00'`;
  const rows = `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts,
    'c' || (i % 3) AS country, (i * 37 % 100)::DOUBLE AS balance, (i * 7 % 100) / 100.0::FLOAT AS score,
    (i % 2)::TINYINT AS label, ts + INTERVAL 6 HOUR AS label_ts FROM range(5760) t(i)`;
  const predictions = {
    'as it was': rows,
    gone: `SELECT * REPLACE (CASE WHEN ${known} THEN label END AS label, CASE WHEN ${known} THEN label_ts END AS label_ts) FROM (${rows}) WHERE ${past}`,
    otherwise: `SELECT CASE WHEN ${past} THEN request_id ELSE 'r1' END AS request_id, ts, CASE WHEN ${past} THEN country ELSE 'later' END AS country,
      CASE WHEN ${past} THEN balance ELSE 'nan'::DOUBLE END AS balance, CASE WHEN ${past} THEN score ELSE 7 END AS score,
      CASE WHEN ${known} THEN label ELSE 9 END AS label, CASE WHEN ${known} THEN label_ts ELSE label_ts + INTERVAL 1 HOUR END AS label_ts FROM (${rows})`,
  }[later];
  const plain = `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, (i * 13 % 50)::DOUBLE AS value, 'c' || (i % 3) AS country FROM range(5760) t(i)`;
  const other = {
    'as it was': plain,
    gone: `SELECT * FROM (${plain}) WHERE ${past}`,
    otherwise: `SELECT request_id, ts, CASE WHEN ${past} THEN value ELSE 1e9 END AS value, CASE WHEN ${past} THEN country ELSE 'later' END AS country FROM (${plain})`,
  }[later];
  const timeless = `SELECT 'r' || i AS request_id, i::DOUBLE AS value FROM range(50) t(i)`;
  await lay(
    `COPY (${predictions}) TO '${data}/predictions.parquet'`,
    ...Object.values(files).map((name) => `COPY (${other}) TO '${data}/${name}.parquet'`),
    ...['training', 'golden'].map((name) => `COPY (${timeless}) TO '${data}/${name}.parquet'`),
  );
}

function questions(): Questions {
  const everything = (name: TableName): Questions => ({
    [`${name} by country`]: {
      kind: 'aggregate',
      from: table(name),
      where: [],
      by: { country: column('country') },
      measures: { rows: count(), total: sum(column('value')), newest: maximum(column('ts')) },
    },
    [`${name} rows`]: {
      kind: 'rows',
      from: table(name),
      where: [],
      columns: { ts: column('ts'), value: column('value') },
      orderBy: [{ by: column('ts'), descending: true }],
      limit: 20,
    },
  });
  const predictions = table('predictions');
  return {
    ...Object.fromEntries(timed.flatMap((name) => Object.entries(everything(name)))),
    labels: {
      kind: 'aggregate',
      from: predictions,
      where: [],
      by: { hour: timeBin(column('ts'), 3600) },
      measures: {
        rows: count(),
        known: countIf(isNotNull(column('label'))),
        unknown: countIf(isNull(column('label_ts'))),
        positives: countIf(eq(column('label'), 1)),
        lastKnown: maximum(column('label_ts')),
        firstKnown: minimum(column('label_ts')),
      },
    },
    bins: {
      kind: 'aggregate',
      from: predictions,
      where: [],
      by: { bin: numberBin(column('balance'), [10, 50]) },
      measures: { rows: count() },
    },
    scoreBins: {
      kind: 'aggregate',
      from: predictions,
      where: [],
      by: { bin: numberBin(column('score'), [0.1, 0.5]) },
      measures: { rows: count() },
    },
    numbers: {
      kind: 'aggregate',
      from: predictions,
      where: [],
      by: {},
      measures: {
        median: quantile(column('score'), 0.5),
        squares: sumOfSquares(column('balance')),
        countries: distinct(column('country')),
      },
    },
    parity: {
      kind: 'aggregate',
      from: join('predictions', 'offline_features', { left: 'request_id', right: 'request_id' }),
      where: [],
      by: { country: column('country', 'right') },
      measures: {
        rows: count(),
        value: sum(column('value', 'right')),
        known: countIf(isNotNull(column('label', 'left'))),
      },
    },
    newestRows: {
      kind: 'rows',
      from: predictions,
      where: [],
      columns: { label: column('label'), known: column('label_ts'), ts: column('ts') },
      orderBy: [{ by: column('ts'), descending: true }],
      limit: 600,
    },
  };
}

function rowsOf(answer: Answer | undefined) {
  if (answer?.kind !== 'rows') throw new Error(JSON.stringify(answer));
  const order = (row: object) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  return answer.rows.map(order).sort();
}

async function answersOver(later: 'as it was' | 'otherwise' | 'gone') {
  const answers: Record<string, readonly string[]> = {};
  await folderFor(async (folder) => {
    await layTables(folder, later);
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('risk', now);
    const together = await warehouse.ask(questions(), unhurried);
    for (const [name, question] of Object.entries(questions())) {
      answers[name] = rowsOf(together[name]);
      answers[`${name}, alone`] = rowsOf(await warehouse.askOne(question, unhurried));
    }
    await warehouses.close();
  });
  return answers;
}

describe('what happened after now', () => {
  test('changes no answer of any question, whether it is there, is otherwise or is gone', async () => {
    const asItWas = await answersOver('as it was');
    expect(Object.keys(asItWas).length).toBeGreaterThan(30);
    for (const rows of Object.values(asItWas)) expect(rows.length).toBeGreaterThan(0);
    expect(await answersOver('otherwise')).toEqual(asItWas);
    expect(await answersOver('gone')).toEqual(asItWas);
  });

  test('is what a later now would have seen, so the comparison above compares something', async () => {
    await folderFor(async (folder) => {
      await layTables(folder, 'otherwise');
      const warehouses = warehousesOf(folder, config);
      const early = await warehouses.open('risk', now);
      const late = await warehouses.open('risk', null);
      expect(late.now).toEqual(new Date('2026-03-04T23:59:00Z'));
      const question = questions()['labels'];
      if (question === undefined) throw new Error('no question');
      expect(rowsOf(await late.askOne(question, unhurried))).not.toEqual(
        rowsOf(await early.askOne(question, unhurried)),
      );
      await warehouses.close();
    });
  });

  test('does not hide a table that has no time', async () => {
    await folderFor(async (folder) => {
      await layTables(folder, 'as it was');
      const warehouses = warehousesOf(folder, config);
      const warehouse = await warehouses.open('risk', new Date('2020-01-01T00:00:00Z'));
      const counted = (name: TableName) =>
        warehouse.askOne(
          { kind: 'aggregate', from: table(name), where: [], by: {}, measures: { rows: count() } },
          unhurried,
        );
      expect(await counted('golden')).toMatchObject({ rows: [{ rows: 50 }] });
      expect(await counted('reference')).toMatchObject({ rows: [{ rows: 50 }] });
      expect(await counted('predictions')).toMatchObject({ rows: [{ rows: 0 }] });
      await warehouses.close();
    });
  });
});
