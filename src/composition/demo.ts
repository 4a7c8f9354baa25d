import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { detectFormat, parseAnyAlert } from '../alert/formats.ts';
import { knownFrom } from '../alert/known.ts';
import { CHECKS } from '../checks/list.ts';
import { version } from '../version.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Log } from '../response/ports.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';
import { startBot } from './bot.ts';
import type { Bot } from './bot.ts';
import { openRecordedIncident } from './recorded-incident.ts';
import type { RecordedIncident } from './recorded-incident.ts';
import { showWorkspace } from './show-workspace.ts';
import type { Show } from './show-workspace.ts';
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
const ON_CALL = 'priya';

/** The bot in a local Slack. A recorded incident is played, and the thread is printed as it grows. */
export async function demoRun(options: DemoOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-'));
  const recorded = options.config === null ? await openRecordedIncident(options.example) : null;
  const configPath = recorded?.configPath ?? resolve(options.config ?? 'fishbone.yml');
  const environment = {
    ...process.env,
    ...(recorded === null ? {} : { PIPELINES_URL: recorded.pipelinesUrl }),
  };
  // From here on: a stop while the incident is diagnosed ends what was started, too.
  const stopped = options.endsByItself ? null : untilStopped(options.log);
  const opened: { sandbox: Sandbox | null; bot: Bot | null } = { sandbox: null, bot: null };
  try {
    const loaded = await loadConfig(configPath, { environment, checks: CHECKS.map((check) => check.about) });
    const clock = recorded === null ? systemClock : clockOfRecording(recorded, loaded);
    // Slack's clock is the recording's too: a message of now would lie in the future of the incident.
    const sandbox = await startSandbox({ manifest: MANIFEST, rateLimits: 'off', startedAt: clock.now() });
    opened.sandbox = sandbox;
    options.onSlack?.(sandbox);
    const show = showWorkspace(sandbox, process.stdout);
    const bot = await startBot({
      loaded: recorded === null ? loaded : withFreePort(loaded),
      storagePath: recorded === null ? loaded.config.storage.path : join(folder, 'fishbone.db'),
      slack: {
        botToken: sandbox.botToken,
        delivery: { kind: 'socket', appToken: sandbox.appToken },
        channel: '#ml-incidents',
        timelineEmoji: loaded.config.slack.timeline_emoji,
        listensForAlerts: loaded.config.slack.alerts.length > 0,
        allow: loaded.config.slack.allow,
        slackApiUrl: sandbox.apiUrl,
        gapMs: 50,
      },
      clock,
      dataNow: () => (recorded === null ? systemClock.now() : null),
      version: version(),
      log: options.log,
    });
    opened.bot = bot;
    introduce(show, { sandbox, recorded, bot, configPath });
    if (recorded !== null) {
      await sendAlert(bot, recorded);
      await Promise.race([threadStands(bot), ...(stopped === null ? [] : [stopped])]);
    }
    if (stopped === null) {
      await bot.settled();
      await playResponse({ sandbox, bot, show });
    } else await talk({ sandbox, bot, show }, { stopped, isDiagnosed: recorded !== null });
  } finally {
    await opened.bot?.close();
    await opened.sandbox?.close();
    await recorded?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Time as it was when the alert fired, running on from there, so that the three clocks make sense. */
function clockOfRecording(recorded: RecordedIncident, loaded: LoadedConfig): Clock {
  const parsed = parseAnyAlert(recorded.alert, {
    known: knownFrom(loaded.config.models),
    receivedAt: systemClock.now(),
  });
  const firedAt = parsed.kind === 'alerts' ? parsed.alerts[0]?.startedAt : undefined;
  const offset = (firedAt ?? systemClock.now()).getTime() + 60_000 - systemClock.now().getTime();
  return { now: () => new Date(systemClock.now().getTime() + offset) };
}

const withFreePort = (loaded: LoadedConfig): LoadedConfig => ({
  ...loaded,
  config: { ...loaded.config, intake: { ...loaded.config.intake, port: 0 } },
});

function introduce(
  show: Show,
  run: {
    readonly sandbox: Sandbox;
    readonly recorded: RecordedIncident | null;
    readonly bot: Bot;
    readonly configPath: string;
  },
): void {
  show.say(`Fishbone runs in a local Slack, ${run.sandbox.url} (no tokens in the environment).`);
  show.say(
    `Alerts are taken at ${run.bot.intakeUrl}/alerts/<alertmanager|grafana|pagerduty|datadog|generic>.`,
  );
  if (run.recorded !== null)
    show.say(
      `Playing the recorded incident '${run.recorded.name}' of ${dirname(run.configPath)}. Its tables are read whole, with the labels and measurements that came in the hours after the alert.`,
    );
}

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

/** Resolves when the incident is declared and its root message is in the channel. */
async function threadStands(bot: Bot): Promise<void> {
  for (;;) {
    const [incident] = await bot.responder.incidents({ status: 'open' });
    if (incident !== undefined && incident.threadTs !== null) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

type Run = { readonly sandbox: Sandbox; readonly bot: Bot; readonly show: Show };

/** What a person on call might type, through the same doors. */
async function playResponse({ sandbox, bot, show }: Run): Promise<void> {
  const [incident] = await bot.responder.incidents({ status: 'open' });
  if (incident === undefined || incident.channel === null || incident.threadTs === null)
    throw new Error('the incident thread did not appear');
  const thread = { thread: incident.threadTs };
  const person = sandbox.as(ON_CALL);
  for (const line of [
    'scope device',
    'timeline add looked at the last deploys with the platform team',
    'why "the change went out without a canary read"',
    'note',
    'resolve the first mitigation was applied; this is a recording',
  ]) {
    person.mention(incident.channel, line, thread);
    await sandbox.settled();
    await bot.settled();
  }
  show.root(incident.channel, incident.threadTs);
  show.say('That was the whole road: alert, thread, checks, suspects, note.');
  show.say(
    'Next: npm start (the same, and you type), or point it at your own data: npm run -s fishbone -- init --help',
  );
}

/** The person types; every line goes into the thread as a mention, as it would in Slack. */
async function talk(
  { sandbox, bot, show }: Run,
  { stopped, isDiagnosed }: { readonly stopped: Promise<void>; readonly isDiagnosed: boolean },
): Promise<void> {
  const [incident] = await bot.responder.incidents({ status: 'open' });
  const thread =
    incident === undefined || incident.channel === null || incident.threadTs === null
      ? null
      : { channel: incident.channel, ts: incident.threadTs };
  show.say('You are on call. Type a command as you would after @rca in the thread, for example:');
  for (const example of [
    'scope country',
    'check parity',
    'suspects',
    'timeline add 14:05 paged the platform team',
    'why',
    'note',
    'resolve rolled back',
    'help',
  ])
    show.say(`  ${example}`);
  show.say('Ctrl-C ends it.');
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => {
    if (line.trim() === '') return;
    const person = sandbox.as(ON_CALL);
    if (thread !== null) person.mention(thread.channel, line, { thread: thread.ts });
    else
      void person.command('ml-incidents', `/rca ${line}`).catch((error: unknown) => show.say(String(error)));
  });
  if (isDiagnosed && thread !== null) {
    show.say('The diagnosis goes on meanwhile; what it finds comes into the thread.');
    const isDone = await Promise.race([bot.settled().then(() => true), stopped.then(() => false)]);
    if (isDone) {
      show.root(thread.channel, thread.ts);
      show.say('The diagnosis has ended; the thread is yours.');
    }
  }
  await stopped;
  input.close();
}
