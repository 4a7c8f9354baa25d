import { afterEach } from 'vitest';
import { FishboneConfig } from '../../src/config/schema.ts';
import { startIntake, type Intake } from '../../src/intake/start-intake.ts';
import type { Health } from '../../src/intake/health.ts';
import type { Log } from '../../src/response/ports.ts';
import type { Inbox } from '../../src/response/store/inbox.ts';
import { openStorage } from '../../storage/open.ts';
import { known } from '../alert/known-models.ts';

export type Line = { readonly level: keyof Log; readonly message: string; readonly fields: unknown };

/** A clock that stands still until it is moved. */
export function stoppedClock(at = '2026-03-09T15:00:00Z') {
  let now = new Date(at);
  return {
    now: () => now,
    forward(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
}

/** A log that remembers its lines. */
export function listeningLog(): Log & { readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const at = (level: keyof Log) => (message: string, fields?: unknown) =>
    void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export const healthy: Health = {
  slack: 'connected',
  database: { ok: true, message: 'ok' },
  sources: [{ source: 'logs', ok: true, message: 'ok' }],
  inbox: { waiting: 0, failed: 0 },
  outbox: { waiting: 0, dropped: 0 },
  monitors: [],
};

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** The real server on a free port, with a real inbox in memory. */
export async function openDoor(
  given: {
    readonly sources?: object;
    readonly host?: string;
    readonly max_body_kb?: number;
    readonly inbox?: (inbox: Inbox) => Inbox;
    readonly health?: () => Promise<Health>;
    readonly rate?: { readonly burst: number; readonly perSecond: number };
    readonly wake?: () => void;
  } = {},
) {
  const clock = stoppedClock();
  const log = listeningLog();
  const storage = await openStorage(':memory:', { clock, exclusive: false });
  closers.push(() => storage.close());
  const { intake: config } = FishboneConfig.parse({
    version: 1,
    sources: {},
    models: {},
    intake: {
      port: 0,
      host: given.host ?? '127.0.0.1',
      sources: given.sources ?? {},
      ...(given.max_body_kb === undefined ? {} : { max_body_kb: given.max_body_kb }),
    },
  });
  const intake: Intake = await startIntake({
    config,
    inbox: given.inbox?.(storage.inbox) ?? storage.inbox,
    health: given.health ?? (async () => healthy),
    log,
    clock,
    known,
    version: '1.2.3',
    ...(given.rate === undefined ? {} : { rate: given.rate }),
    ...(given.wake === undefined ? {} : { wake: given.wake }),
  });
  closers.push(() => intake.close());
  const url = intake.url.replace('0.0.0.0', '127.0.0.1');
  return {
    url,
    clock,
    log,
    inbox: storage.inbox,
    close: () => intake.close(),
    async post(source: string, body: unknown, headers: Record<string, string> = {}) {
      const answer = await fetch(`${url}/alerts/${source}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body:
          typeof body === 'string'
            ? body
            : body instanceof Uint8Array
              ? Buffer.from(body)
              : JSON.stringify(body),
      });
      return {
        status: answer.status,
        headers: answer.headers,
        body: (await answer.json()) as Record<string, unknown>,
      };
    },
    /** What the worker would be given now. */
    waiting: () => storage.inbox.claim({ kind: 'alert', limit: 100, now: clock.now(), leaseSeconds: 1 }),
  };
}
