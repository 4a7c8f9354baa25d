import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { people } from '../../sandbox/workspace/seed.ts';
import { startBot } from '../../src/composition/bot.ts';
import type { Bot } from '../../src/composition/bot.ts';
import { parseConfig } from '../../src/config/load.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { systemClock } from '../../src/time/clock.ts';
import { onset, statements } from '../checks/made-model.ts';
import { expectLinted } from '../slack/expect-linted.ts';
import { folderFor, lay } from '../sources/made-tables.ts';
import { saidByTheLog, saidIn } from './stage.ts';

const config = `version: 1
sources: { logs: { type: duckdb, path: . } }
models:
  risk:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, version: model_version, score: score,
      label: { column: label, known_at: label_ts }, segments: [country, device], features: [income, age] }
    offline_features: { source: logs, table: features_offline, id: request_id, time: ts }
    changes: { source: logs, table: changes }
intake: { port: 0 }
monitors:
  parity:
    model: risk
    check: parity
    top_features: 1
    schedule: { cron: "0 * * * *" }
    window: { incident: 2h }
    severity: critical
`;

const offline = (folder: string): string =>
  `COPY (SELECT i AS request_id, ts, true_income AS income, age FROM made WHERE i % 2 = 0) TO '${folder}/features_offline.parquet' (FORMAT parquet)`;
const changes = (folder: string): string =>
  `COPY (SELECT 'chg-7' AS change_id, TIMESTAMP '2026-03-09 11:58:00' AS ts, 'code' AS kind, 'preprocess' AS component,
    'income in thousands' AS title, 'dana' AS author, '1.4' AS "from", '1.5' AS "to", true AS reversible) TO '${folder}/changes.parquet' (FORMAT parquet)`;

const log = { debug() {}, info() {}, warn() {}, error() {} };

test('a monitor sees the parity break, its alert opens the incident in Slack, and the suspect is right', async () => {
  const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });
  await folderFor(async (folder) => {
    const served = 'CASE WHEN broken THEN true_income * 0.3 ELSE true_income END';
    await lay(...statements(folder, { served }), offline(folder), changes(folder));
    const loaded = parseConfig(config, join(folder, 'fishbone.yml'), { environment: {} });
    /** The bot as it runs from this moment on. */
    const startAt = (moment: Date): Promise<Bot> => {
      const ahead = moment.getTime() - systemClock.now().getTime();
      return startBot({
        loaded,
        storagePath: join(folder, 'fishbone.db'),
        slack: {
          botToken: sandbox.botToken,
          delivery: { kind: 'socket', appToken: sandbox.appToken },
          channel: '#ml-incidents',
          timelineEmoji: [],
          listensForAlerts: false,
          allow: [],
          slackApiUrl: sandbox.apiUrl,
          gapMs: 2,
        },
        clock: { now: () => new Date(systemClock.now().getTime() + ahead) },
        dataNow: () => null,
        version: '0.1.0',
        log,
      });
    };
    const lastRun = async (bot: Bot) => (await bot.storage.monitors.runs('parity', 1))[0];

    const quiet = await startAt(new Date(onset.getTime() - 30 * 60_000));
    await expect.poll(async () => (await lastRun(quiet))?.outcome, { timeout: 30_000 }).toBe('steady');
    expect(await quiet.responder.incidents({})).toEqual([]);
    await quiet.close();

    // It was down as the break began; the slots that it missed are caught up by one run.
    const bot = await startAt(new Date(onset.getTime() + 2 * 3_600_000 + 60_000));
    await expect.poll(() => bot.responder.incidents({}), { timeout: 30_000 }).toHaveLength(1);
    expect(await lastRun(bot)).toMatchObject({
      outcome: 'shifted',
      cause: 'caught-up',
      missed: 2,
      alerted: true,
    });
    for (let seen = -1; seen !== sandbox.traffic.total;) {
      seen = sandbox.traffic.total;
      await sandbox.settled();
      await bot.settled();
    }
    const [incident] = await bot.responder.incidents({});
    expect(incident).toMatchObject({ model: 'risk', title: 'parity: parity of income shifted' });
    const state = stateOf(await bot.responder.events(incident?.id ?? ''));
    expect(state?.alerts[0]?.alert).toMatchObject({ source: 'monitor', severity: 'critical' });
    const [top] = state?.ranking?.suspects ?? [];
    expect(top).toMatchObject({ id: 'code.preprocessing', culprit: { kind: 'feature', name: 'income' } });

    const [root] = sandbox.channel('ml-incidents');
    if (root === undefined) throw new Error('nothing was said');
    const said = sandbox.thread('ml-incidents', root.ts).map((message) => sandbox.textOf(message));
    expect(said[0]).toContain('Top suspect: code.preprocessing (income)');
    expect(said.length).toBeGreaterThan(1);
    expect(saidIn(root)).toEqual(saidByTheLog(await bot.responder.events(incident?.id ?? ''))[0]);
    expect(JSON.stringify(saidIn(root))).toContain('income');
    sandbox.as('priya').openHome();
    const home = () => JSON.stringify(sandbox.home(people.onCall)?.body ?? null);
    await expect.poll(home, { timeout: 10_000 }).toContain('Watched by itself');
    expect(home()).toContain('alert out');
    await bot.close();
  });
  expectLinted(sandbox);
  await sandbox.close();
}, 120_000);
