import { expect, test } from 'vitest';
import { lookAtTables } from '../../src/composition/look-at-tables.ts';
import { MissingTable } from '../../src/sql/sql-error.ts';
import type { Log, Warehouse } from '../../src/response/ports.ts';
import { configText, load } from '../config/config-text.ts';

type Columns = Awaited<ReturnType<Warehouse['columns']>>;

function warehousesWith(columns: () => Promise<Columns>) {
  const never = () => Promise.reject(new Error('nothing is asked here'));
  return {
    open: async () => ({ now: new Date(0), ask: never, askOne: never, columns }),
  };
}

function logged() {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  const log: Log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  return { log, lines };
}

const all = [
  'request_id',
  'ts',
  'score',
  'decision',
  'label',
  'label_ts',
  'country',
  'device',
  'age',
  'balance',
];
const columnsOf = (names: readonly string[]): NonNullable<Columns> =>
  names.map((name) => ({
    name,
    type: name.endsWith('ts')
      ? ('time' as const)
      : name.startsWith('s') || name.startsWith('l') || name.startsWith('dec')
        ? ('number' as const)
        : ('text' as const),
  }));

test('a renamed score column leaves nothing to look into: the bot says the line and does not start', async () => {
  const { log, lines } = logged();
  const columns = async () => columnsOf(all.filter((name) => name !== 'score'));
  const text = configText({ 'score: score': 'score: scor' });
  const look = lookAtTables(
    load(text),
    warehousesWith(async () => columnsOf(all)),
    log,
  );
  await expect(look).rejects.toThrow(
    /fishbone\.yml:11:\d+ {2}models\.deposit\.predictions\.score: .*'scor'; did you mean 'score'\?/,
  );
  await expect(lookAtTables(load(configText()), warehousesWith(columns), log)).rejects.toThrow(
    'no model to look into',
  );
  expect(lines.join('\n')).toContain('error: fishbone.yml:11');
});

test('a renamed feature is said loudly, and alerts are taken', async () => {
  const { log, lines } = logged();
  const columns = async () => columnsOf(all.filter((name) => name !== 'balance'));
  await lookAtTables(load(configText()), warehousesWith(columns), log);
  expect(lines.join('\n')).toMatch(/error: fishbone\.yml:15.*no column 'balance'/);
});

test('a source that is away, and one that hangs, keep no alert out', async () => {
  const { log, lines } = logged();
  await lookAtTables(
    load(configText()),
    warehousesWith(() => Promise.reject(new Error('corrupt Parquet'))),
    log,
  );
  expect(lines.join('\n')).toMatch(/error: .*corrupt Parquet.*alerts are taken/);
});

test('a table that is not there at all stops the start as well', async () => {
  const { log } = logged();
  const missing = () =>
    Promise.reject(new MissingTable("there is no table 'predictions' in source logs", 'x', ['predicions']));
  await expect(lookAtTables(load(configText()), warehousesWith(missing), log)).rejects.toThrow(
    "did you mean 'predicions'?",
  );
});
