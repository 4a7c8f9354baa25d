import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runFishbone } from '../../src/cli/program.ts';
import { parseConfig } from '../../src/config/load.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { statements } from '../checks/made-model.ts';
import { folderFor, lay, warehousesOf } from '../sources/made-tables.ts';
import { configText, load } from '../config/config-text.ts';
import { fakeRooms } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

const watched = `version: 1
sources: { logs: { type: duckdb, path: . } }
models:
  risk:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, score: score,
      segments: [country, device], features: [income, age] }
monitors:
  nulls: { model: risk, check: null-rate, schedule: { cron: "0 */2 * * *" }, window: { incident: 2h, baseline: 3d } }
  usual: { model: risk, check: null-rate, schedule: { cron: "0 */2 * * *" }, window: { incident: 2h, baseline: 1d },
    false_alarms: { at_most: 1 } }
`;

/** From noon of 9 March on one income in five is lost; the commands run on real tables and a real database. */
async function onTables(...lines: readonly (readonly string[])[]) {
  const storage = await mkdtemp(join(tmpdir(), 'fishbone-cli-'));
  onTestFinished(() => rm(storage, { recursive: true, force: true }));
  const said: { readonly exitCode: number; readonly out: string; readonly err: string }[] = [];
  await folderFor(async (folder) => {
    await lay(
      ...statements(folder, { served: 'CASE WHEN broken AND u8 < 0.2 THEN NULL ELSE true_income END' }),
    );
    const read = parseConfig(
      `${watched}storage: { path: ${storage}/fishbone.db }\n`,
      join(folder, 'fishbone.yml'),
      {
        environment: {},
      },
    );
    for (const line of lines) {
      const terminal = fakeTerminal();
      const rooms = fakeRooms({
        loadConfig: async () => read,
        openWarehouses: async () => warehousesOf(folder, read.config),
      });
      said.push({ exitCode: await runFishbone(line, { terminal, rooms }), ...terminal.said() });
    }
  });
  return said;
}

const Test = z.object({
  monitor: z.string(),
  runs: z.array(z.object({ slot: z.string(), judged: z.object({ outcome: z.string() }) })),
  episodes: z.array(z.object({ from: z.string(), to: z.string().nullable(), on: z.string() })),
});

test('a backtest says when it would have fired, on what, and how long after the onset', async () => {
  const span = ['--from', '2026-03-08T00:00', '--to', '2026-03-09T20:00', '--monitor', 'nulls'];
  const [json, table] = await onTables(
    ['backtest', ...span, '--json'],
    ['backtest', ...span, '--onset', '2026-03-09T12:00'],
  );
  const [replayed] = z.array(Test).parse(JSON.parse(json?.out ?? ''));
  expect(replayed?.runs).toHaveLength(23);
  expect(replayed?.episodes).toEqual([{ from: '2026-03-09T14:00:00.000Z', to: null, on: 'income' }]);
  expect(table?.out).toMatch(/nulls\s+23\s+0\s+1\s.*2\.0 h/);
});

test('a backtest over a time without data says why nothing was answered', async () => {
  const [said] = await onTables([
    'backtest',
    '--monitor',
    'nulls',
    '--from',
    '2027-01-01T00:00',
    '--to',
    '2027-01-01T06:00',
  ]);
  expect(said?.out).toContain('nulls never had an answer: no predictions in the baseline window');
});

test('a monitor is run as of a moment: what came later is not known', async () => {
  const [before, after, json] = await onTables(
    ['monitors', 'run', 'nulls', '--now', '2026-03-09T12:00'],
    ['monitors', 'run', 'nulls', '--now', '2026-03-09T14:00'],
    ['monitors', 'run', 'nulls', '--now', '2026-03-09T14:00', '--json'],
  );
  expect(before).toMatchObject({ exitCode: 0 });
  expect(before?.out).toContain('nulls: steady');
  expect(after).toMatchObject({ exitCode: 1 });
  expect(after?.out).toContain('nulls: shifted (value 0.2');
  expect(JSON.parse(json?.out ?? '')).toMatchObject({ monitor: 'nulls', outcome: 'shifted' });
});

test('what asks the pipeline that serves now is not replayed, and that is said', async () => {
  const loaded = load(
    `${configText()}monitors:\n  canary: { model: deposit, check: golden-replay, schedule: { cron: "0 * * * *" } }\n  nulls: { model: deposit, check: null-rate, schedule: { cron: "0 * * * *" } }\n`,
  );
  const said = async (...words: readonly string[]) => {
    const terminal = fakeTerminal();
    const rooms = fakeRooms({ loadConfig: async () => loaded, backtest: async () => [] });
    return { exitCode: await runFishbone(words, { terminal, rooms }), err: terminal.said().err };
  };
  const span = ['--from', '2026-03-08', '--to', '2026-03-09'];
  const named = await said('backtest', ...span, '--monitor', 'canary');
  expect(named.exitCode).toBe(2);
  expect(named.err).toContain('canary asks the pipeline that serves now');
  const all = await said('backtest', ...span);
  expect(all.exitCode).toBe(0);
  expect(all.err).toContain('Left out: canary');
  const past = await said('monitors', 'run', 'canary', '--now', '2026-03-09');
  expect(past.exitCode).toBe(2);
});

test('a budget of false alarms says that its history is too short, and learns from a replay', async () => {
  const now = ['monitors', 'run', 'usual', '--now', '2026-03-09T12:00'];
  const learn = [
    'backtest',
    '--monitor',
    'usual',
    '--from',
    '2026-03-02T06:00',
    '--to',
    '2026-03-09T10:00',
    '--learn',
  ];
  const [before, , after] = await onTables(now, learn, now);
  expect(before?.out).toContain('the history is too short');
  expect(after?.out).not.toContain('too short');
});

test('the set to begin with is a configuration that can be used', async () => {
  const terminal = fakeTerminal();
  expect(await runFishbone(['monitors', 'init'], { terminal, rooms: fakeRooms() })).toBe(0);
  const checks = CHECKS.map((check) => check.about);
  const { config } = load(configText() + terminal.said().out, { checks });
  expect(Object.keys(config.monitors)).toContain('nulls');
  expect(parse(terminal.said().out)).toMatchObject({ monitors: { 'model-metric': { model: 'deposit' } } });
});

test.each([
  [['monitors', 'run'], 'Which monitor?'],
  [['monitors', 'run', 'nuls'], "There is no monitor 'nuls'"],
  [['monitors', 'init', 'nulls'], 'the whole set'],
  [['monitors', 'jump'], 'neither init nor run'],
  [['backtest', '--from', '2026-03-09', '--to', '2026-03-08'], 'must be later'],
])('%j is refused: %s', async (words, told) => {
  const terminal = fakeTerminal();
  expect(await runFishbone(words, { terminal, rooms: fakeRooms() })).toBe(2);
  expect(terminal.said().err).toContain(told);
});

test('doctor says which monitor has no data, before it is silent', async () => {
  const terminal = fakeTerminal();
  const loaded = load(
    `${configText()}monitors:\n  kpi: { model: deposit, check: business-impact, schedule: { cron: "0 * * * *" } }\n`,
  );
  await runFishbone(['doctor'], { terminal, rooms: fakeRooms({ loadConfig: async () => loaded }) });
  expect(terminal.said().out).toMatch(/warning\s+monitor kpi\s+no business table/);
});
