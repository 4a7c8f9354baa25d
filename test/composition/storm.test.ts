import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeConfiguration } from '../../bench/made-configuration.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { startBot } from '../../src/composition/bot.ts';
import type { Bot } from '../../src/composition/bot.ts';
import { loadConfig } from '../../src/config/load.ts';
import { stateOf } from '../../src/incident/evolve.ts';
import { systemClock } from '../../src/time/clock.ts';

const models = Array.from({ length: 8 }, (_, index) => `model-${index + 1}`);
const ignore = () => {};

let folder: string;
let sandbox: Sandbox;
let bot: Bot;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fishbone-storm-'));
  sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });
  const path = await makeConfiguration(folder, { models, port: 0 });
  const loaded = await loadConfig(path, { environment: {}, checks: CHECKS.map((check) => check.about) });
  const { config } = loaded;
  bot = await startBot({
    loaded: {
      ...loaded,
      config: { ...config, slack: { ...config.slack, storm: { incidents: 3, within: '10m' } } },
    },
    storagePath: config.storage.path,
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
    clock: systemClock,
    dataNow: () => null,
    version: '0.1.0',
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
});
afterEach(async () => {
  await bot.close();
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const top = () => sandbox.channel('ml-incidents');
const storm = () => top().find((message) => sandbox.textOf(message).includes('more incidents'));

async function send(model: string, number: number): Promise<number> {
  const answer = await fetch(`${bot.intakeUrl}/alerts/generic`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, metric: 'auc', value: 0.6, baseline: 0.86, severity: 'critical', number }),
  });
  return answer.status;
}

// 240 alerts in a few seconds, and as many triages as there are models.
test(
  'a storm is answered, opens one incident a key, and is told in one message that people can open threads from',
  { timeout: 120_000 },
  async () => {
    const sent: Promise<number>[] = [];
    for (let number = 0; number < 30; number += 1) {
      for (const model of models) sent.push(send(model, number));
      await Promise.all(sent);
    }
    expect(new Set(await Promise.all(sent))).toEqual(new Set([202]));

    const asked = performance.now();
    await sandbox.as('priya').command('ml-incidents', '/rca help');
    await sandbox.until(() => sandbox.ephemerals('U0ONCALL01').length > 0, 3000);
    expect(performance.now() - asked).toBeLessThan(3000);

    await bot.settled();
    const incidents = await bot.responder.incidents({ status: 'open' });
    expect(incidents).toHaveLength(8);
    const met = await Promise.all(
      incidents.map(async ({ id }) => stateOf(await bot.responder.events(id))?.alerts.length),
    );
    expect(met).toEqual(models.map(() => 30));

    await sandbox.until(() =>
      sandbox.textOf(storm() ?? top()[0] ?? missing()).includes('5 more incidents at once'),
    );
    expect(top()).toHaveLength(4);

    const message = storm() ?? missing();
    const label = JSON.stringify(message.revisions.at(-1)?.blocks);
    const [, held = ''] = /Open (INC-\d+)/.exec(label) ?? [];
    await sandbox.as('priya').click(message, 'command:0');
    await sandbox.until(() => top().some((one) => sandbox.textOf(one).startsWith(held)));
    await bot.settled();
    const opened = (await bot.responder.incidents({})).find(({ id }) => id === held);
    const thread = sandbox.thread(opened?.channel ?? '', opened?.threadTs ?? '');
    expect(thread.length).toBeGreaterThan(2);
    expect(top()).toHaveLength(5);
    await sandbox.until(
      () => !JSON.stringify(storm()?.revisions.at(-1)?.blocks).includes(`Open ${held} `),
      15_000,
    );
  },
);

function missing(): never {
  throw new Error('there is no such message');
}
