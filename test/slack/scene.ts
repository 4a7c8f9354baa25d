import { expectLinted } from './expect-linted.ts';
import type { Command } from '../../commands/command.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts';
import type { Alert } from '../../src/alert/alert.ts';
import type { NewEvent } from '../../src/incident/facts/events.ts';
import type { Document } from '../../src/message/document.ts';
import type { Log } from '../../src/response/ports.ts';
import type { Outcome, Responder } from '../../src/response/responder.ts';
import type { OutboxItem } from '../../src/response/store/queues.ts';
import type { PendingAnnouncement } from '../../src/response/store/store.ts';
import type { ChannelMessage } from '../../src/slack/doors/alert-door.ts';
import type { SlackPorts, SlackSettings, SlackSide } from '../../src/slack/slack-ports.ts';
import { startSlack } from '../../src/slack/start-slack.ts';
import { systemClock } from '../../src/time/clock.ts';
import { openStorage } from '../../storage/open.ts';
import type { Storage } from '../../storage/open.ts';

/** A local Slack, a real database, and the real bot between them; only the verbs of an incident are made up here. */
export type Scene = {
  readonly sandbox: Sandbox;
  readonly storage: Storage;
  readonly ports: SlackPorts;
  readonly settings: SlackSettings;
  readonly logged: string[];
  readonly seen: { readonly alerts: ChannelMessage[]; readonly ran: string[] };
  /** How many more times a command breaks without an explanation. */
  crashes: number;
  start(changes?: Partial<SlackSettings>): Promise<SlackSide>;
  stop(): Promise<void>;
  /** Opens an incident, whether or not it can be said. */
  declare(title: string): Promise<string>;
  /** Opens an incident and waits until its root message is in the channel. */
  incident(
    title?: string,
    channel?: string,
  ): Promise<{ readonly id: string; readonly channel: string; readonly ts: string }>;
  /** Records something that is to be said in the thread. */
  say(incident: string, text: string): Promise<void>;
  timeline(incident: string): Promise<readonly string[]>;
};

export async function setScene(options: SandboxOptions = {}): Promise<Scene> {
  const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off', ...options });
  const storage = await openStorage(':memory:', { clock: systemClock, exclusive: false });
  const logged: string[] = [];
  const seen = { alerts: [] as ChannelMessage[], ran: [] as string[] };
  const side: { now: SlackSide | null } = { now: null };

  const append = async (
    incident: string,
    events: readonly NewEvent[],
    announcements: readonly PendingAnnouncement[] = [],
  ): Promise<Outcome> => {
    const expected = (await storage.incidents.read(incident)).length;
    const appended = await storage.incidents.append({ incident, expected, events, announcements });
    if (appended.kind === 'conflict') return append(incident, events, announcements);
    side.now?.wake();
    return { kind: 'done', incident };
  };
  const declare = async (key: string, title: string, channel: string | null): Promise<string> => {
    const fact = {
      type: 'declared' as const,
      key,
      model: 'deposit',
      title,
      alert: null,
      severity: 'sev2' as const,
      reason: 'a test',
    };
    const declared = await storage.incidents.declare({
      key,
      channel,
      events: [{ at: new Date(), actor: { kind: 'bot' }, fact }],
      announcements: [{ kind: 'root' }],
    });
    side.now?.wake();
    return declared.incident;
  };

  const scene: Scene = {
    sandbox,
    storage,
    logged,
    seen,
    crashes: 0,
    settings: {
      botToken: sandbox.botToken,
      delivery: { kind: 'socket', appToken: sandbox.appToken, pingTimeoutMs: 1500 },
      channel: '#ml-incidents',
      timelineEmoji: ['pushpin'],
      listensForAlerts: true,
      allow: [],
      slackApiUrl: sandbox.apiUrl,
      gapMs: 5,
    },
    ports: {
      commands: commands(() => scene),
      responder: responderOn(storage, append, declare),
      incidents: storage.incidents,
      inbox: storage.inbox,
      outbox: storage.outbox,
      render: (item) => render(storage, item),
      channelAlert: (message) => {
        seen.alerts.push(message);
        return message.text.includes('FIRING') ? alertFrom(message) : null;
      },
      clock: systemClock,
      log: logInto(logged),
    },
    async start(changes = {}) {
      side.now = await startSlack({ ...scene.settings, ...changes }, scene.ports);
      await side.now.opened;
      return side.now;
    },
    async stop() {
      await side.now?.close(200);
      expectLinted(sandbox);
      await sandbox.close();
      storage.close();
    },
    declare: (title) => declare(`key ${title}`, title, '#ml-incidents'),
    async incident(title = 'AUC of deposit fell', channel = '#ml-incidents') {
      const id = await declare(`key ${title} ${Math.random()}`, title, channel);
      for (;;) {
        const summary = await storage.incidents.summary(id);
        if (summary?.channel && summary.threadTs)
          return { id, channel: summary.channel, ts: summary.threadTs };
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async say(incident, text) {
      const fact = { type: 'reopened' as const, reason: text };
      await append(
        incident,
        [{ at: new Date(), actor: { kind: 'bot' }, fact }],
        [{ kind: 'reply', event: 0 }],
      );
    },
    async timeline(incident) {
      const standing = new Map<string, string>();
      for (const { fact } of await storage.incidents.read(incident)) {
        if (fact.type === 'timeline-added') standing.set(fact.entry, fact.text);
        if (fact.type === 'timeline-removed') standing.delete(fact.entry);
      }
      return [...standing.values()];
    },
  };
  return scene;
}

function commands(scene: () => Scene): readonly Command[] {
  const words = { summary: 'a command', usage: 'it', example: 'it' };
  return [
    {
      ...words,
      name: 'scope',
      example: 'scope country',
      stage: 'any time',
      needs: 'incident',
      run: async (request) => {
        scene().seen.ran.push(
          `${request.door} ${request.incident} scope ${request.words.join(' ')} by ${request.person}`.trim(),
        );
        if (scene().crashes > 0) {
          scene().crashes -= 1;
          throw new Error('the power went');
        }
        await scene().say(request.incident ?? '', `scope ${request.words.join(' ')}`);
        return { kind: 'recorded', incident: request.incident ?? '' };
      },
    },
    {
      ...words,
      name: 'models',
      stage: 'any time',
      needs: 'nothing',
      run: async () => ({
        kind: 'tell',
        document: { summary: 'deposit', blocks: [{ kind: 'paragraph', text: ['deposit <!channel>'] }] },
      }),
    },
    {
      ...words,
      name: 'explode',
      stage: 'any time',
      needs: 'nothing',
      run: async () => {
        throw Object.assign(new Error('The warehouse is asleep.'), { code: 'asleep', hint: 'Wake it.' });
      },
    },
  ];
}

function responderOn(
  storage: Storage,
  append: (
    incident: string,
    events: readonly NewEvent[],
    announcements?: readonly PendingAnnouncement[],
  ) => Promise<Outcome>,
  declare: (key: string, title: string, channel: string | null) => Promise<string>,
): Responder {
  const unused = () => Promise.reject(new Error('no test of Slack asks for this'));
  let entries = 0;
  return {
    receiveAlert: async (alert) => ({
      incident: await declare(alert.fingerprint, alert.title, '#ml-incidents'),
      meeting: 'opened',
      reason: 'a test',
    }),
    addTimelineEntry: ({ incident, happenedAt, text, origin, person, now }) => {
      entries += 1;
      const fact = { type: 'timeline-added' as const, entry: `E${entries}`, happenedAt, text, origin };
      return append(incident, [{ at: now, actor: { kind: 'person', id: person }, fact }]);
    },
    removeTimelineEntry: ({ incident, entry, person, now }) =>
      append(incident, [
        { at: now, actor: { kind: 'person', id: person }, fact: { type: 'timeline-removed', entry } },
      ]),
    incidents: (filter) => storage.incidents.list(filter),
    events: (incident) => storage.incidents.read(incident),
    models: () => [],
    open: unused,
    triage: unused,
    measureSymptom: unused,
    measureScope: unused,
    runCheck: unused,
    runChecks: unused,
    cancel: unused,
    showSamples: unused,
    rerun: unused,
    show: unused,
    record: unused,
    consider: unused,
    actions: () => ({}),
    recordRefusal: ({ incident, asked, reason, person }) =>
      append(incident, [
        {
          at: new Date(),
          actor: { kind: 'person', id: person },
          fact: { type: 'permission-refused', asked, reason },
        },
      ]),
    considerMitigation: unused,
    approveMitigation: unused,
    measureRecovery: unused,
    stakeholders: () => null,
    addWhy: unused,
    setSeverity: unused,
    writeNote: unused,
    publishNote: unused,
    similar: unused,
    search: unused,
    trackRecord: unused,
    overview: async () => ({ open: [], mine: [], published: [] }),
    resolve: unused,
    resolveBenign: unused,
    remembered: unused,
    forget: unused,
    confirm: unused,
    monitors: unused,
    muteMonitor: unused,
    unmuteMonitor: unused,
    reopen: unused,
  };
}

async function render(storage: Storage, item: OutboxItem): Promise<Document> {
  const events = await storage.incidents.read(item.incident);
  const declared = events[0]?.fact;
  if (item.announcement.kind === 'root') {
    const title = declared?.type === 'declared' ? declared.title : '';
    return {
      summary: `${item.incident} ${title}`,
      blocks: [
        { kind: 'heading', text: title },
        { kind: 'paragraph', text: [`${events.length} events`] },
        { kind: 'buttons', buttons: [{ label: 'Scope', command: 'scope country' }] },
      ],
    };
  }
  const { seq } = item.announcement;
  const fact = events.find((event) => event.seq === seq)?.fact;
  const text = fact?.type === 'reopened' ? fact.reason : (fact?.type ?? 'nothing');
  return { summary: text, blocks: [{ kind: 'paragraph', text: [text] }] };
}

function alertFrom(message: ChannelMessage): Alert {
  return {
    source: 'slack',
    status: 'firing',
    fingerprint: `${message.channel.id}:${message.text}`,
    model: 'deposit',
    signal: 'model-metric',
    metric: 'auc',
    column: null,
    segment: {},
    severity: 'critical',
    title: message.text,
    summary: message.text,
    value: null,
    baseline: null,
    startedAt: message.at,
    endedAt: null,
    links: [],
  };
}

function logInto(logged: string[]): Log {
  const at = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    logged.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
