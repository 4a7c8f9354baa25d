import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/server.ts';
import { detectFormat, parseAnyAlert } from '../alert/formats.ts';
import { knownFrom } from '../alert/known.ts';
import { CHECKS } from '../checks/list.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Log } from '../response/ports.ts';
import { systemClock } from '../time/clock.ts';
import { version } from '../version.ts';
import { startBot } from './bot.ts';
import type { Bot } from './bot.ts';
import type { RecordedClock } from './recorded-clock.ts';
import { openRecordedIncident } from './recorded-incident.ts';
import type { RecordedIncident } from './recorded-incident.ts';
import { slackOfSandbox } from './slack-of-sandbox.ts';

/** A bot on the tables and pipelines of a recorded incident, in a local Slack. */
export type RecordingStage = {
  readonly recorded: RecordedIncident;
  readonly loaded: LoadedConfig;
  readonly bot: Bot;
  /** Sends the alert as its monitor did. */
  sendAlert(): Promise<void>;
  close(): Promise<void>;
};

/** @param name which recording; undefined takes the first. Throws `unknown-example` for one that is not there. */
export async function openRecordingStage(
  name: string | undefined,
  parts: { readonly sandbox: Sandbox; readonly clock: RecordedClock; readonly log: Log },
): Promise<RecordingStage> {
  const recorded = await openRecordedIncident(name);
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-'));
  const clear = async (): Promise<void> => {
    await recorded.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const environment = { ...process.env, PIPELINES_URL: recorded.pipelinesUrl };
    const loaded = await loadConfig(recorded.configPath, {
      environment,
      checks: CHECKS.map((check) => check.about),
    });
    parts.clock.set(afterAlert(recorded, loaded));
    const bot = await startBot({
      loaded: withFreePort(loaded),
      storagePath: join(folder, 'fishbone.db'),
      slack: slackOfSandbox(parts.sandbox, loaded),
      clock: parts.clock,
      // The recorded tables are read to their end.
      dataNow: () => null,
      version: version(),
      log: parts.log,
    });
    return {
      recorded,
      loaded,
      bot,
      sendAlert: () => sendAlert(bot, recorded),
      async close() {
        await bot.close();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** A minute after the alert fired: monitors wait before they send. */
function afterAlert(recorded: RecordedIncident, loaded: LoadedConfig): Date {
  const parsed = parseAnyAlert(recorded.alert, {
    known: knownFrom(loaded.config.models),
    receivedAt: systemClock.now(),
  });
  const firedAt = parsed.kind === 'alerts' ? parsed.alerts[0]?.startedAt : undefined;
  return new Date((firedAt ?? systemClock.now()).getTime() + 60_000);
}

const withFreePort = (loaded: LoadedConfig): LoadedConfig => ({
  ...loaded,
  config: { ...loaded.config, intake: { ...loaded.config.intake, port: 0 } },
});

/** As a monitor would: over HTTP, into the intake. */
async function sendAlert(bot: Bot, recorded: RecordedIncident): Promise<void> {
  const source = detectFormat(recorded.alert)?.name ?? 'generic';
  const answer = await fetch(`${bot.intakeUrl}/alerts/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(recorded.alert),
  });
  if (!answer.ok) throw new Error(`the intake answered ${answer.status}: ${await answer.text()}`);
}
