import { mkdtemp, rm } from 'node:fs/promises';
import { expectLinted } from '../slack/expect-linted.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeConfiguration } from '../../bench/made-configuration.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { startBot } from '../../src/composition/bot.ts';
import type { Bot } from '../../src/composition/bot.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { FishboneConfig } from '../../src/config/schema.ts';
import { systemClock } from '../../src/time/clock.ts';

/** The whole bot over a small made table, in a local Slack; one model a name. */
export type MadeBot = {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  /** A critical alert about the model's AUC; what the bot answered. */
  send(model: string, number?: number): Promise<number>;
  close(): Promise<void>;
};

export async function makeBot(
  models: readonly string[],
  slack: Partial<FishboneConfig['slack']> = {},
): Promise<MadeBot> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-made-'));
  const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });
  const path = await makeConfiguration(folder, { models, port: 0 });
  const loaded = await loadConfig(path, { environment: {}, checks: CHECKS.map((check) => check.about) });
  const { config } = loaded;
  const ignore = () => {};
  const bot = await startBot({
    loaded: { ...loaded, config: { ...config, slack: { ...config.slack, ...slack } } },
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
  return {
    sandbox,
    bot,
    async send(model, number = 0) {
      const answer = await fetch(`${bot.intakeUrl}/alerts/generic`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model,
          metric: 'auc',
          value: 0.6,
          baseline: 0.86,
          severity: 'critical',
          number,
        }),
      });
      return answer.status;
    },
    async close() {
      await bot.close();
      expectLinted(sandbox);
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
