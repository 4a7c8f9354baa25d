import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Core } from './core.ts';
import { botEventsOf, isWanted } from './delivery/bot-events.ts';
import { dispatchTo } from './delivery/dispatcher.ts';
import { envelopEvent } from './delivery/event-envelope.ts';
import { serveSignedHttp } from './delivery/signed-http.ts';
import { serveSocketMode } from './delivery/socket-mode.ts';
import { openFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { listenLocally } from './http/listen.ts';
import { route } from './http/routes.ts';
import { issueResponseUrls } from './interactions/response-urls.ts';
import { issueTriggers } from './interactions/triggers.ts';
import { readPermissions } from './manifest.ts';
import { otherBot } from './people/other-bot.ts';
import type { OtherBot } from './people/other-bot.ts';
import { personAt } from './people/person.ts';
import type { Person } from './people/person.ts';
import { readersOf } from './people/readers.ts';
import type { Readers } from './people/readers.ts';
import { openPageDoor } from './page-server/page-door.ts';
import { limitRates } from './rate-limits.ts';
import { withDefaults } from './settings.ts';
import type { SandboxOptions } from './settings.ts';
import { keepTraffic } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import { seedWorkspace } from './workspace/seed.ts';
import type { WorkspaceState } from './workspace/state.ts';
import { openWorkspace } from './workspace/workspace.ts';
import type { EventStream } from './workspace/workspace.ts';

export type { SandboxOptions } from './settings.ts';

/** A local Slack workspace. See README.md for how to drive it. */
export type Sandbox = Readers & {
  readonly port: number;
  /** `http://127.0.0.1:4400` */
  readonly url: string;
  /** What `clientOptions.slackApiUrl` takes. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly state: Readonly<WorkspaceState>;
  readonly events: EventStream;
  readonly traffic: Traffic;
  readonly faults: Faults;
  readonly clock: Pick<Clock, 'now' | 'advance'>;
  /** A person, by id or by name. */
  as(user: string): Person;
  /** Another app's bot, such as a monitor. */
  asBot(name: string): OtherBot;
  readonly sockets: {
    readonly connections: number;
    /** `warning`, then `refresh_requested` about ten seconds later. */
    recycle(): void;
    /** Cuts every connection without a word. */
    cut(): void;
  };
  /** Delivers over signed HTTP from now on; true when the bot answered the URL verification. */
  deliverTo(requestUrl: string): Promise<boolean>;
  /** Cuts every open page off its stream of news, as a sleeping laptop does; pages come back by themselves. */
  dropPages(): void;
  /** Takes away everything that was said and shown; people, channels, the app and its connection stay. */
  empty(): void;
  /** Removes the app: its token is revoked, and it is told. */
  uninstall(): void;
  /** Resolves once no delivery waits for an ack and nothing has happened for `quietMs` (wall, default 60). */
  settled(quietMs?: number): Promise<void>;
  /** Polls until the probe gives something other than undefined or false. Throws after `timeoutMs` (default 5000). */
  until<T>(probe: () => T | undefined | false, timeoutMs?: number): Promise<T>;
  close(): Promise<void>;
};

/** Starts a local Slack on 127.0.0.1 that the real Bolt and Web API clients can talk to. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = withDefaults(options);
  const permissions = readPermissions(settings.manifest);
  const workspace = openWorkspace(seedWorkspace(permissions.botName), settings.now);
  const clock = startClock(settings.speed);
  const traffic = keepTraffic(settings.trafficLimit);
  const faults = openFaults(settings.seed);
  let port = 0;
  let requestUrl = settings.requestUrl;
  const url = (): string => `http://127.0.0.1:${port}`;

  const sockets = serveSocketMode({
    appId: workspace.state.app.appId,
    ackLimitMs: settings.ackLimitMs,
    clock,
    traffic,
  });
  const http = serveSignedHttp({
    requestUrl: () => requestUrl ?? '',
    signingSecret: settings.signingSecret,
    ackLimitMs: settings.ackLimitMs,
    traffic,
  });
  const delivery = dispatchTo({
    clock,
    faults,
    carry: (attempt) => (requestUrl === undefined ? sockets.carry(attempt) : http.carry(attempt)),
    cutConnection: () => sockets.cut('next'),
    envelop: (event) => envelopEvent(workspace, event),
  });
  workspace.events.subscribe((change) => {
    for (const event of botEventsOf(workspace.state, change)) {
      if (isWanted(permissions, event)) delivery.announce(event.event);
    }
  });

  const core: Core = {
    settings,
    clock,
    workspace,
    permissions,
    traffic,
    faults,
    rates: limitRates(settings.rateLimits, clock),
    triggers: issueTriggers(settings.triggerLifetimeMs),
    responseUrls: issueResponseUrls(clock, url),
    delivery,
    uploads: new Map(),
    picked: new Map(),
    url,
    newSocketUrl: () =>
      `ws://127.0.0.1:${port}/link/?ticket=${sockets.newTicket()}&app_id=${workspace.state.app.appId}`,
  };

  const page = openPageDoor(core, () => sockets.connections);
  const server = createServer((request, response) => {
    route(core, page, { request, response }).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.on('upgrade', (request, socket, head) => sockets.accept(request, socket, head));
  port = await listenLocally(server, settings.port);

  return {
    port,
    url: url(),
    apiUrl: `${url()}/api/`,
    botToken: settings.botToken,
    appToken: settings.appToken,
    signingSecret: settings.signingSecret,
    state: workspace.state,
    events: workspace.events,
    traffic,
    faults,
    clock,
    ...readersOf(core),
    as: (user) => personAt(core, user),
    asBot: (name) => otherBot(core, name),
    sockets: {
      get connections() {
        return sockets.connections;
      },
      recycle: () => sockets.recycle(),
      cut: () => sockets.cut('all'),
    },
    deliverTo(to) {
      requestUrl = to;
      return http.verify();
    },
    dropPages: () => page.drop(),
    empty() {
      core.picked.clear();
      core.uploads.clear();
      workspace.record({ type: 'workspace_emptied' });
    },
    uninstall: () => workspace.record({ type: 'app_uninstalled', eventTs: workspace.nextTs() }),
    settled: (quietMs = 60) =>
      settle(
        quietMs,
        () => delivery.inFlight,
        () => traffic.total,
      ),
    until: pollUntil,
    async close() {
      clock.stop();
      page.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function settle(quietMs: number, inFlight: () => number, seen: () => number): Promise<void> {
  let last = -1;
  while (inFlight() > 0 || seen() !== last) {
    last = seen();
    await sleep(quietMs);
  }
}

async function pollUntil<T>(probe: () => T | undefined | false, timeoutMs = 5000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain`);
    await sleep(10);
  }
}
