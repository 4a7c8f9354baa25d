import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Message } from '../../sandbox/workspace/entities.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { startBot } from '../../src/composition/bot.ts';
import type { Bot } from '../../src/composition/bot.ts';
import { openRecordedIncident } from '../../src/composition/recorded-incident.ts';
import type { RecordedIncident } from '../../src/composition/recorded-incident.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { LoadedConfig } from '../../src/config/load.ts';
import type { IncidentEvent } from '../../src/incident/facts/events.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import type { IncidentState } from '../../src/incident/state/state.ts';
import { eventLine } from '../../src/message/lines/event-line.ts';
import { rootMessage } from '../../src/message/root.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { announcementsOf } from '../../src/response/record/announcements.ts';
import type { Log } from '../../src/response/ports.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { systemClock } from '../../src/time/clock.ts';

/** What a message of the bot's says: its text for phones, its blocks for the others. */
export type Said = { readonly text: string; readonly blocks: readonly unknown[] };

/** A local Slack, the recorded tables and pipelines, a database on the disk; the bot is started and stopped on it. */
export type Stage = {
  readonly sandbox: Sandbox;
  readonly recorded: RecordedIncident;
  readonly problems: string[];
  start(): Promise<Bot>;
  /** Resolves when nobody has anything to do: not Slack, not a triage, not the inbox, not the outbox. */
  settled(bot: Bot): Promise<void>;
  close(): Promise<void>;
};

/** The recorded alert fired then; the clock of the story goes on from there. */
const firedAt = new Date('2026-03-12T14:36:00Z').getTime() - systemClock.now().getTime();
const clock = { now: () => new Date(systemClock.now().getTime() + firedAt) };

export async function setStage(example: string): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-story-'));
  const recorded = await openRecordedIncident(example);
  const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off', startedAt: clock.now() });
  const loaded = await loadConfig(recorded.configPath, {
    environment: { PIPELINES_URL: recorded.pipelinesUrl },
    checks: CHECKS.map((check) => check.about),
  });
  const problems: string[] = [];
  return {
    sandbox,
    recorded,
    problems,
    start: () =>
      startBot({
        loaded: onFreePort(loaded),
        storagePath: join(folder, 'fishbone.db'),
        slack: {
          botToken: sandbox.botToken,
          delivery: { kind: 'socket', appToken: sandbox.appToken },
          channel: '#ml-incidents',
          timelineEmoji: ['pushpin'],
          listensForAlerts: false,
          allow: [],
          slackApiUrl: sandbox.apiUrl,
          gapMs: 5,
        },
        clock,
        // The recorded tables are read to their end.
        dataNow: () => null,
        version: '0.1.0',
        log: logProblems(problems),
      }),
    async settled(bot) {
      for (let seen = -1; seen !== sandbox.traffic.total;) {
        seen = sandbox.traffic.total;
        await sandbox.settled();
        await bot.settled();
      }
    },
    async close() {
      await sandbox.close();
      await recorded.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const onFreePort = (loaded: LoadedConfig): LoadedConfig => ({
  ...loaded,
  config: { ...loaded.config, intake: { ...loaded.config.intake, port: 0 } },
});

function logProblems(problems: string[]): Log {
  const keep = (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void problems.push(`${message} ${JSON.stringify(fields ?? {})}`);
  return { debug() {}, info() {}, warn() {}, error: keep };
}

export const saidIn = (message: Message): Said => {
  const content = message.revisions.at(-1);
  return { text: content?.text ?? '', blocks: (content?.blocks ?? []).map(withoutGivenId) };
};

/** Slack names blocks that come without a name. */
function withoutGivenId(block: Readonly<Record<string, unknown>>): unknown {
  const { block_id: id, ...rest } = block;
  return typeof id === 'string' && id.startsWith('auto-') ? rest : block;
}

/** What the thread must say, by the log alone: the root as it stands, then one message for each event worth one. */
export function saidByTheLog(events: readonly IncidentEvent[]): readonly Said[] {
  const replies = events.filter((event, index) =>
    announcementsOf([event], stateOf(events.slice(0, index))).some((one) => one.kind === 'reply'),
  );
  return [
    rootMessage(stateAfter(events)),
    ...replies.map((event) => eventLine(events, event.seq, { note: noteDocument })),
  ].map((document) => plainly(renderBlocks(document)));
}

export function stateAfter(events: readonly IncidentEvent[]): IncidentState {
  const state = stateOf(events);
  if (state === null) throw new Error('nothing happened');
  return state;
}

/** As it arrives: what JSON does not carry is gone. */
const plainly = (said: Said): Said => JSON.parse(JSON.stringify(said)) as Said;
