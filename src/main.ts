import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CHECKS } from './checks/list.ts';
import { startBot } from './composition/bot.ts';
import { demoRun } from './composition/demo.ts';
import { slackFromEnvironment } from './composition/slack-settings.ts';
import { closeInTime } from './composition/close-in-time.ts';
import { untilBroken } from './composition/until-broken.ts';
import { untilStopped } from './composition/until-stopped.ts';
import { version } from './version.ts';
import { loadConfig } from './config/load.ts';
import type { Log } from './response/ports.ts';
import { systemClock } from './time/clock.ts';

/**
 * Runs the bot until it is stopped. With Slack tokens in the environment it is the real bot; without them it runs in a
 * local Slack, and where there is no fishbone.yml either, on a recorded incident.
 */
export async function start(options: {
  readonly config: string;
  readonly log: Log;
  readonly sandboxLog: Log;
}): Promise<void> {
  const slack = slackFromEnvironment(process.env);
  if (slack === null) {
    const config = existsSync(options.config) ? resolve(options.config) : null;
    await demoRun({ log: options.sandboxLog, example: undefined, config, endsByItself: false });
    return;
  }
  const loaded = await loadConfig(options.config, {
    environment: process.env,
    checks: CHECKS.map((check) => check.about),
  });
  const { config } = loaded;
  const bot = await startBot({
    loaded,
    storagePath: config.storage.path,
    slack: {
      ...slack,
      channel: config.slack.channel,
      fallbackChannel: config.slack.fallback_channel ?? null,
      timelineEmoji: config.slack.timeline_emoji,
      listensForAlerts: config.slack.alerts.length > 0,
      allow: config.slack.allow,
      restrict: config.slack.restrict,
    },
    clock: systemClock,
    dataNow: () => systemClock.now(),
    version: version(),
    log: options.log,
  });
  options.log.info('Fishbone is running', {
    config: loaded.path,
    intake: bot.intakeUrl,
    models: Object.keys(config.models),
  });
  const ending = await Promise.race([untilStopped(options.log), untilBroken(options.log)]);
  await closeInTime(bot, options.log);
  options.log.info('Fishbone has stopped');
  if (ending === 'broken') process.exit(1);
}

/** A recorded incident in a local Slack, from the alert to the note; ends by itself. */
export async function demo(options: { readonly log: Log; readonly words: readonly string[] }): Promise<void> {
  await demoRun({ log: options.log, example: options.words[0], config: null, endsByItself: true });
}
