import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Known } from '../alert/known.ts';
import type { FishboneConfig } from '../config/schema.ts';
import type { Log } from '../response/ports.ts';
import type { Inbox } from '../response/store/inbox.ts';
import type { Clock } from '../time/clock.ts';
import { alertDoors, type AlertDoor } from './alert-door.ts';
import { intakeApp } from './app.ts';
import { createCounters, type Counters, type Series } from './counters.ts';
import type { Health } from './health.ts';
import { listen } from './listen.ts';
import type { Rate } from './token-bucket.ts';

export type Intake = {
  /** Where it listens, with the port it was given. */
  readonly url: string;
  /** Takes no new request, lets those under way end, and frees the port. */
  close(): Promise<void>;
};

/** A sender that dawdles, or sends endless headers, loses its connection. */
const limits = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  // How often Node looks for those that are over: every 30 seconds when not told.
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
};

/**
 * Opens the door for alerts: `POST /alerts/<source>`, `GET /healthz`, `GET /metrics`. A delivery is answered with 2xx only
 * after it is in the inbox; `wake` is called then. Throws `IntakeError` when it cannot listen.
 */
export async function startIntake(ports: {
  readonly config: FishboneConfig['intake'];
  readonly inbox: Inbox;
  readonly health: () => Promise<Health>;
  readonly log: Log;
  readonly clock: Clock;
  readonly known: Known;
  /** Called after each accepted delivery: the worker's `wake`. */
  readonly wake?: () => void;
  readonly counters?: Counters;
  readonly countedElsewhere?: () => Promise<readonly Series[]>;
  readonly version?: string;
  readonly rate?: Rate;
}): Promise<Intake> {
  const { config, log, clock } = ports;
  const { per_second: perSecond, burst } = config.rate;
  const doors = alertDoors({ ...ports, rate: ports.rate ?? { perSecond, burst } });
  const app = intakeApp({
    doors,
    counters: ports.counters ?? createCounters(),
    countedElsewhere: ports.countedElsewhere ?? (async () => []),
    health: ports.health,
    build: { version: ports.version ?? 'unknown', startedAt: clock.now() },
    wake: ports.wake ?? (() => {}),
    log,
  });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer(limits, (incoming, outgoing) => void answer(incoming, outgoing));
  const url = await listen(server, config);
  sayWhoMayCome(doors, log);
  log.info('the door for alerts is open', { url });
  return { url, close: () => closeServer(server) };
}

/** What each source must bring, said once at the start, so that an open door is never a surprise. */
function sayWhoMayCome(doors: ReadonlyMap<string, AlertDoor>, log: Log): void {
  const kinds = (kind: AlertDoor['gate']['kind']) =>
    [...doors].filter(([, { gate }]) => gate.kind === kind).map(([source]) => source);
  const open = kinds('open');
  const closed = kinds('closed');
  if (open.length > 0) {
    log.warn('sources without a secret are open to every program on this machine, and to nobody else', {
      sources: open,
    });
  }
  if (closed.length > 0) {
    log.info('sources without a secret are refused, because others can reach this address', {
      sources: closed,
    });
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const lastResort = setTimeout(() => server.closeAllConnections(), 2000);
  await closed;
  clearTimeout(lastResort);
}
