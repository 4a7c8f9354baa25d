import { z } from 'zod';
import { CHECKS } from '../src/checks/list.ts';
import { startBot } from '../src/composition/bot.ts';
import { loadConfig } from '../src/config/load.ts';
import { systemClock } from '../src/time/clock.ts';

// The whole bot in a process of its own, started by `alert-to-root.ts`: monitor and Slack are other processes in life, too.
// It differs from `fishbone start` in one thing, that messages need not be a second apart.
const Settings = z.object({
  config: z.string(),
  storage: z.string(),
  channel: z.string(),
  botToken: z.string(),
  appToken: z.string(),
  slackApiUrl: z.string(),
});
const { config, storage, botToken, appToken, ...slack } = Settings.parse(JSON.parse(process.argv[2] ?? ''));
const nothing = () => {};

const bot = await startBot({
  loaded: await loadConfig(config, { environment: {}, checks: CHECKS.map((check) => check.about) }),
  storagePath: storage,
  slack: {
    ...slack,
    botToken,
    delivery: { kind: 'socket', appToken },
    timelineEmoji: [],
    listensForAlerts: false,
    allow: [],
    gapMs: 20,
  },
  clock: systemClock,
  dataNow: () => null,
  version: 'bench',
  log: { debug: nothing, info: nothing, warn: nothing, error: console.error },
});

process.on('message', (word) => {
  if (word === 'settle') void bot.settled().then(() => process.send?.('settled'));
  if (word === 'end') void bot.close().then(() => process.disconnect());
});
process.send?.(bot.intakeUrl);
