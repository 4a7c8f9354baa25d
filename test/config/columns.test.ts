import { describe, expect, test } from 'vitest';
import { checkColumns } from '../../src/config/columns.ts';
import type { Warehouse, Warehouses } from '../../src/response/ports.ts';
import { MissingTable } from '../../src/sql/sql-error.ts';
import type { TableName } from '../../src/sql/aggregate.ts';
import { configText, load } from './config-text.ts';

type Columns = Awaited<ReturnType<Warehouse['columns']>>;
type Tables = Partial<Record<TableName, Columns>>;

const predictions: NonNullable<Columns> = [
  { name: 'request_id', type: 'text' },
  { name: 'ts', type: 'time' },
  { name: 'score', type: 'number' },
  { name: 'decision', type: 'number' },
  { name: 'label', type: 'number' },
  { name: 'label_ts', type: 'time' },
  { name: 'country', type: 'text' },
  { name: 'device', type: 'text' },
  { name: 'age', type: 'number' },
  { name: 'balance', type: 'number' },
];

function warehouses(tables: Tables): Pick<Warehouses, 'open'> {
  const asked = async (): Promise<never> => {
    throw new Error('a look at columns asks no question');
  };
  return {
    open: async () => ({
      now: new Date(0),
      ask: asked,
      askOne: asked,
      columns: async (table) => {
        const columns = tables[table];
        if (columns !== undefined) return columns;
        throw new MissingTable('there is no such table in source logs', 'bring it', ['chances', 'changes']);
      },
    }),
  };
}

async function said(text: string, tables: Tables): Promise<readonly string[]> {
  const findings = await checkColumns(load(text), warehouses(tables));
  return findings.map(({ level, line, key, message }) => `${level} ${line} ${key}: ${message}`);
}

describe('the columns of the real tables', () => {
  test('nothing is said when all that is named is there', async () => {
    expect(await said(configText(), { predictions })).toEqual([]);
  });

  test('a missing column names the nearest there is', async () => {
    expect(await said(configText({ '[country, device]': '[contry, device]' }), { predictions })).toEqual([
      "problem 14 models.deposit.predictions.segments[0]: the table 'predictions' has no column 'contry'; did you mean 'country'?",
    ]);
  });

  test('a time that is text and a score that is text cannot be', async () => {
    const wrong = predictions.map((column) =>
      ['ts', 'score'].includes(column.name) ? { ...column, type: 'text' as const } : column,
    );
    expect(await said(configText(), { predictions: wrong })).toEqual([
      "problem 10 models.deposit.predictions.time: the column 'ts' of 'predictions' is text; it must be a timestamp",
      "problem 11 models.deposit.predictions.score: the column 'score' of 'predictions' is text; it must be a number",
    ]);
  });

  test('without the predictions nothing can be done; another table may be missing, but not be mistyped', async () => {
    const missing = configText({ 'baseline: { window: 7d }': 'changes: { source: logs, table: deploys }' });
    expect(await said(missing, {})).toEqual([
      "problem 8 models.deposit.predictions.table: there is no such table in source logs; there are 'chances', 'changes'",
      "warning 16 models.deposit.changes.table: there is no such table in source logs; there are 'chances', 'changes'",
    ]);
    const mistyped = configText({ 'baseline: { window: 7d }': 'changes: { source: logs, table: chnages }' });
    expect(await said(mistyped, { predictions })).toEqual([
      "problem 16 models.deposit.changes.table: there is no such table in source logs; did you mean 'changes'?",
    ]);
  });

  test('what cannot be read just now is not called mistyped', async () => {
    const broken: Pick<Warehouses, 'open'> = {
      open: async () => ({
        now: new Date(0),
        ask: () => Promise.reject(new Error('not asked')),
        askOne: () => Promise.reject(new Error('not asked')),
        columns: () => Promise.reject(new Error('corrupt Parquet')),
      }),
    };
    const text = configText({ 'baseline: { window: 7d }': 'changes: { source: logs, table: changes }' });
    const [finding, ...others] = await checkColumns(load(text), broken);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      level: 'problem',
      because: 'unreadable',
      message: "'predictions': corrupt Parquet",
    });
  });

  test('a conventional column that nobody wrote down is only a warning', async () => {
    const hosts = configText({
      'baseline: { window: 7d }': 'hosts: { source: logs, table: hosts, time: ts, cpu: load }',
    });
    const columns: Columns = [
      { name: 'ts', type: 'time' },
      { name: 'host', type: 'text' },
      { name: 'memory', type: 'number' },
      { name: 'restarts', type: 'number' },
      { name: 'queue_depth', type: 'number' },
    ];
    const levels = (await said(hosts, { predictions, hosts: columns })).map((line) => line.split(' the ')[0]);
    expect(levels).toEqual(['problem 16 models.deposit.hosts.cpu:', 'warning 16 models.deposit.hosts.gpu:']);
  });

  test('a feature that the offline table lacks is a warning: it cannot be compared', async () => {
    const offline = configText({
      'baseline: { window: 7d }':
        'offline_features: { source: logs, table: offline, id: request_id, time: ts }',
    });
    const columns = predictions.filter((column) => ['request_id', 'ts', 'age'].includes(column.name));
    expect(await said(offline, { predictions, offline_features: columns })).toEqual([
      expect.stringMatching(/^warning 16 models\.deposit\.offline_features: .* no column 'balance'/),
    ]);
  });

  test('tables that cannot be opened are a problem of the model', async () => {
    const broken = { open: () => Promise.reject(new Error('no such folder')) };
    const findings = await checkColumns(load(configText()), broken);
    expect(findings.map(({ key, message }) => `${key}: ${message}`)).toEqual([
      'models.deposit: its tables cannot be opened: no such folder',
    ]);
  });
});
