import { setTimeout as sleep } from 'node:timers/promises';
import { COMMANDS } from '../../../commands/list.ts';
import { startSandbox } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import type { Alert } from '../../../src/alert/alert.ts';
import { drawPicture } from '../../../src/composition/draw-picture.ts';
import { renderOutbox } from '../../../src/composition/render-outbox.ts';
import type { IncidentEvent } from '../../../src/incident/facts/events.ts';
import { stateOf } from '../../../src/incident/evolve/evolve.ts';
import type { IncidentState } from '../../../src/incident/state/state.ts';
import { asideDocument } from '../../../src/message/aside.ts';
import { createResponder } from '../../../src/response/create-responder.ts';
import type { Log } from '../../../src/response/ports.ts';
import { createRunningWork } from '../../../src/response/checks/running-work.ts';
import type { Services } from '../../../src/response/services.ts';
import type { SlackSide } from '../../../src/slack/slack-ports.ts';
import { startSlack } from '../../../src/slack/start-slack.ts';
import { openStorage } from '../../../storage/open.ts';
import { alertOf, openWorld } from '../guide/world.ts';
import type { World } from '../guide/world.ts';

/** What one of the two people does, and when. A line may speak of what is known by then. */
export type Step = { readonly at: string; readonly who: 'priya' | 'tomas' } & (
  | { readonly says: string | ((state: IncidentState) => string) }
  /** A command that opens a form, and what is filled in. */
  | {
      readonly opens: string | ((state: IncidentState) => string);
      readonly fills: Readonly<Record<string, Readonly<Record<string, string>>>>;
    }
);

export type Story = {
  readonly name: string;
  readonly seed: number;
  /** What goes wrong in the tables, and is mended again. */
  readonly breaks: (world: World) => readonly string[];
  readonly alert: Partial<Alert> & { readonly startedAt: Date };
  readonly receivedAt: string;
  readonly steps: readonly Step[];
};

/** What is there when the story has been told. */
export type Played = {
  readonly events: readonly IncidentEvent[];
  readonly state: IncidentState;
  readonly sandbox: Sandbox;
  readonly thread: { readonly channel: string; readonly ts: string };
  readonly problems: readonly string[];
  close(): Promise<void>;
};

const CHANNEL = 'ml-incidents';
const INCIDENT = 'INC-1';
/** The channel that hears of published notes. */
export const TOLD_IN = 'ml-alerts';

/** Tells a story over a local Slack with the real verbs and tables; the clock stands where the story says. */
export async function play(story: Story): Promise<Played> {
  const time = { now: new Date(`2026-03-12T${story.receivedAt}:00Z`) };
  const clock = { now: () => time.now };
  const problems: string[] = [];
  const world = await openWorld(story.seed);
  await world.run(...story.breaks(world));
  const { config, warehouses } = await world.written();
  const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off', startedAt: clock.now() });
  const storage = await openStorage(':memory:', { clock, exclusive: false });
  const slack: { side: SlackSide | null } = { side: null };
  const work = new Set<Promise<void>>();
  const services: Services = {
    config: {
      ...config,
      config: { ...config.config, note: { channel: `#${TOLD_IN}`, canvas: true } },
    },
    incidents: storage.incidents,
    warehouses,
    clock,
    log: logTo(problems),
    version: '0.1.0',
    dataNow: () => time.now,
    wake: () => slack.side?.wake(),
    running: createRunningWork(),
    background: (_name, run) => {
      const going = run(new AbortController().signal).finally(() => work.delete(going));
      work.add(going);
    },
  };
  const responder = createResponder(services);
  const { incidents, inbox, outbox, pictures, asides } = storage;
  const side = await startSlack(
    {
      botToken: sandbox.botToken,
      delivery: { kind: 'socket', appToken: sandbox.appToken, pingTimeoutMs: 30_000 },
      channel: `#${CHANNEL}`,
      timelineEmoji: ['pushpin'],
      listensForAlerts: false,
      allow: [],
      slackApiUrl: sandbox.apiUrl,
      gapMs: 2,
    },
    {
      commands: COMMANDS,
      responder,
      incidents,
      inbox,
      outbox,
      render: renderOutbox(incidents),
      charts: { pictures, draw: drawPicture(incidents, { canvas: true }) },
      asides: {
        asides,
        render: async ({ incident, seq }, link) => asideDocument(await incidents.read(incident), seq, link),
      },
      channelAlert: () => null,
      clock,
      log: logTo(problems),
    },
  );
  slack.side = side;
  await side.opened;

  const settled = async (): Promise<void> => {
    for (let seen = -1; seen !== sandbox.traffic.total;) {
      seen = sandbox.traffic.total;
      await sandbox.settled();
      await Promise.all(work);
      for (const queue of [inbox, outbox, pictures, asides])
        while ((await queue.depth()).waiting > 0) await sleep(5);
    }
  };
  const stateNow = async (): Promise<IncidentState> => {
    const state = stateOf(await incidents.read(INCIDENT));
    if (state === null) throw new Error('nothing happened');
    return state;
  };

  await responder.receiveAlert(alertOf(story.alert), clock.now());
  await settled();
  for (const step of story.steps) {
    time.now = new Date(`2026-03-12T${step.at}:00Z`);
    await take(sandbox, step, await stateNow());
    await settled();
  }
  const summary = await incidents.summary(INCIDENT);
  return {
    events: await incidents.read(INCIDENT),
    state: await stateNow(),
    sandbox,
    thread: { channel: summary?.channel ?? '', ts: summary?.threadTs ?? '' },
    problems,
    async close() {
      await side.close(200);
      await sandbox.close();
      storage.close();
      await warehouses.close();
      await world.close();
    },
  };
}

async function take(sandbox: Sandbox, step: Step, state: IncidentState): Promise<void> {
  const person = sandbox.as(step.who);
  const said = 'says' in step ? step.says : step.opens;
  const line = typeof said === 'string' ? said : said(state);
  const heard = await person.command(CHANNEL, `/rca ${INCIDENT} ${line}`);
  // A story with a step left out would be kept as a note of another incident.
  if (heard.outcome !== 'acked') throw new Error(`${line}: ${heard.error}`);
  if ('says' in step) return;
  await sandbox.until(
    () => person.views().find((view) => String(view.body['callback_id']).startsWith('form:')),
    5000,
  );
  const outcome = await person.submit(step.fills);
  if (outcome.outcome !== 'closed') throw new Error(`${line}: ${JSON.stringify(outcome)}`);
}

function logTo(problems: string[]): Log {
  const keep = (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void problems.push(`${message} ${JSON.stringify(fields ?? {})}`);
  return {
    debug() {},
    info() {},
    // A slow heartbeat of the connection is none of the story's.
    warn: (message, fields) => (fields?.['from'] === 'slack' ? undefined : keep(message, fields)),
    error: keep,
  };
}
