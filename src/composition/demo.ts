import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { PageSetup } from '../../sandbox/page-server/setup.ts';
import { CHECKS } from '../checks/list.ts';
import { version } from '../version.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Log } from '../response/ports.ts';
import { systemClock } from '../time/clock.ts';
import { playResponse, talk, threadStands } from './at-the-terminal.ts';
import { startBot } from './bot.ts';
import type { Bot } from './bot.ts';
import { offersOf } from './offers.ts';
import { openBrowser } from './open-browser.ts';
import { createPlayer } from './player.ts';
import type { Player } from './player.ts';
import { recordings } from './recorded-incident.ts';
import { showWorkspace } from './show-workspace.ts';
import type { Show } from './show-workspace.ts';
import { slackOfSandbox } from './slack-of-sandbox.ts';
import { untilStopped } from './until-stopped.ts';

export type DemoOptions = {
  readonly log: Log;
  /** Which recorded incident; undefined: the first one. */
  readonly example: string | undefined;
  /** A configuration of the person's own: then nothing is played, and the tables are theirs. */
  readonly config: string | null;
  readonly endsByItself: boolean;
  /** Told of the local Slack before anything happens in it. */
  readonly onSlack?: (sandbox: Sandbox) => void;
};

const MANIFEST = fileURLToPath(new URL('../../manifest.yml', import.meta.url));

/** Where the page of the local Slack is, when nobody says otherwise and nobody else is there. */
const PAGE_PORT = 4400;

/** The bot in a local Slack. A recorded incident is played, and the thread is printed as it grows. */
export async function demoRun(options: DemoOptions): Promise<void> {
  // From here on: a stop while the incident is diagnosed ends what was started, too.
  const stopped = options.endsByItself ? null : untilStopped(options.log);
  const player = options.config === null ? createPlayer(options.log) : null;
  const opened: { sandbox: Sandbox | null; bot: Bot | null } = { sandbox: null, bot: null };
  try {
    const loaded = options.config === null ? null : await loadOwn(resolve(options.config));
    const sandbox = await startSandbox({
      manifest: MANIFEST,
      rateLimits: 'off',
      port: options.endsByItself ? 0 : wantedPort(process.env),
      // Slack's clock is the recording's too: a message of now would lie in the future of the incident.
      ...(player !== null && { now: () => player.clock.now() }),
      page: await pageFor(player, loaded),
    });
    opened.sandbox = sandbox;
    player?.attach(sandbox);
    options.onSlack?.(sandbox);
    const show = showWorkspace(sandbox, process.stdout);
    if (stopped !== null) sayWhere(show, sandbox);
    void stopped?.then(() => show.say('Stopping: what is under way ends first; once more to stop at once.'));
    if (player !== null) await playFirst({ player, show, stopped, example: options.example });
    else if (loaded !== null) {
      opened.bot = await startOnOwn(sandbox, loaded, options.log);
      sayAlerts(show, opened.bot);
    }
    const bot = (): Bot | null => player?.stage()?.bot ?? opened.bot;
    if (stopped === null) await playResponse({ sandbox, bot, show });
    else await talk({ sandbox, bot, show }, { stopped, isDiagnosed: player !== null });
  } finally {
    await opened.bot?.close();
    await player?.close();
    await opened.sandbox?.close();
  }
}

async function loadOwn(path: string): Promise<LoadedConfig> {
  return loadConfig(path, { environment: process.env, checks: CHECKS.map((check) => check.about) });
}

/** `SANDBOX_PORT` where it is set; a taken port gives way to the next free one. */
function wantedPort(environment: NodeJS.ProcessEnv): number {
  const said = Number(environment['SANDBOX_PORT'] ?? '');
  return Number.isInteger(said) && said > 0 && said < 65_536 ? said : PAGE_PORT;
}

async function pageFor(player: Player | null, loaded: LoadedConfig | null): Promise<PageSetup> {
  const playable = player === null ? [] : await recordings();
  return {
    offers: () =>
      offersOf({
        recordings: playable,
        timelineEmoji: (player?.stage()?.loaded ?? loaded)?.config.slack.timeline_emoji ?? [],
      }),
    ...(player !== null && { playback: player.playback }),
  };
}

async function startOnOwn(sandbox: Sandbox, loaded: LoadedConfig, log: Log): Promise<Bot> {
  return startBot({
    loaded,
    storagePath: loaded.config.storage.path,
    slack: slackOfSandbox(sandbox, loaded),
    clock: systemClock,
    dataNow: () => systemClock.now(),
    version: version(),
    log,
  });
}

/** Plays the recording and waits until its thread stands. */
async function playFirst(run: {
  readonly player: Player;
  readonly show: Show;
  readonly stopped: Promise<void> | null;
  readonly example: string | undefined;
}): Promise<void> {
  const { player, show, stopped } = run;
  const { bot, recorded } = await player.start(run.example);
  sayAlerts(show, bot);
  show.say(
    `Playing the recorded incident '${recorded.name}' of ${dirname(recorded.configPath)}. Its tables are read whole, with the labels and measurements that came in the hours after the alert.`,
  );
  await Promise.race([threadStands(bot), ...(stopped === null ? [] : [stopped])]);
  if (stopped === null) await bot.settled();
}

function sayWhere(show: Show, sandbox: Sandbox): void {
  const wanted = wantedPort(process.env);
  if (sandbox.port !== wanted) show.say(`Port ${wanted} is in use; the next free one is taken.`);
  show.say(
    `Fishbone runs in a local Slack (no tokens in the environment). Open it in a browser: ${sandbox.url}`,
  );
  openBrowser(sandbox.url);
}

function sayAlerts(show: Show, bot: Bot): void {
  show.say(`Alerts are taken at ${bot.intakeUrl}/alerts/<alertmanager|grafana|pagerduty|datadog|generic>.`);
}
