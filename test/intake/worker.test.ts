import { afterEach, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { createCounters } from '../../src/intake/counters.ts';
import { startAlertWorker, type AlertWorker, type HandleAlert } from '../../src/intake/worker.ts';
import type { Inbox } from '../../src/response/store/inbox.ts';
import { openStorage } from '../../storage/open.ts';
import { anAlert } from '../alert/alerts.ts';
import { alertmanagerBody, genericBody } from '../alert/bodies.ts';
import { known } from '../alert/known-models.ts';
import { listeningLog, stoppedClock } from './door.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const met = { incident: 'INC-1', meeting: 'opened', reason: 'the first' } as const;

async function atWork(
  handle: HandleAlert,
  given: { readonly inbox?: (inbox: Inbox) => Inbox; readonly pollMs?: number } = {},
) {
  const clock = stoppedClock();
  const log = listeningLog();
  const counters = createCounters();
  const storage = await openStorage(':memory:', { clock, exclusive: false });
  closers.push(() => storage.close());
  const inbox = given.inbox?.(storage.inbox) ?? storage.inbox;
  const worker: AlertWorker = startAlertWorker({
    inbox,
    handle,
    known,
    clock,
    log,
    counters,
    pollMs: given.pollMs ?? 60_000,
  });
  closers.push(() => worker.close());
  let key = 0;
  return {
    clock,
    log,
    counters,
    worker,
    inbox: storage.inbox,
    async arrive(source: string, body: unknown) {
      await storage.inbox.accept({
        source,
        kind: 'alert',
        key: String((key += 1)),
        body,
        receivedAt: clock.now(),
      });
      worker.wake();
    },
    async settled() {
      await until(async () => (await storage.inbox.depth()).waiting === 0);
    },
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > 3000) throw new Error('it did not happen within three seconds');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

test('a fresh alert is handled within 50 ms, without waiting for the next look', async () => {
  let handledAt = 0;
  const work = await atWork(async () => {
    handledAt = performance.now();
    return met;
  });
  const delays: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const arrivedAt = performance.now();
    await work.arrive('generic', { ...genericBody, value: n });
    await until(() => handledAt > arrivedAt);
    delays.push(handledAt - arrivedAt);
  }
  // The best of five: a machine that is busy with other tests may hold up any one of them.
  expect(Math.min(...delays)).toBeLessThan(50);
});

test('every alert of a delivery is handed over, in order and read against what is known', async () => {
  const alerts: Alert[] = [];
  const work = await atWork(async (alert) => {
    alerts.push(alert);
    return met;
  });
  await work.arrive('alertmanager', alertmanagerBody);
  await work.settled();
  expect(alerts.map(({ fingerprint, status, model }) => [fingerprint, status, model])).toEqual([
    ['c6eadffa33fcdf37', 'firing', 'churn'],
    ['0d354bdf9616cddf', 'resolved', 'churn'],
  ]);
  expect(work.counters.series()).toEqual([
    {
      name: 'fishbone_alerts_handled_total',
      labels: { source: 'alertmanager', outcome: 'opened' },
      value: 2,
    },
  ]);
});

test('an alert of no known model is done, and can be seen in what is counted', async () => {
  const seen: (string | null)[] = [];
  const work = await atWork(async ({ model }) => {
    seen.push(model);
    return { incident: null, meeting: 'ignored', reason: 'no model of fishbone.yml' };
  });
  await work.arrive('generic', { ...genericBody, model: 'nobody-knows-me' });
  await work.settled();
  expect(seen).toEqual([null]);
  expect(work.counters.series()).toMatchObject([
    { name: 'fishbone_alerts_handled_total', labels: { source: 'generic', outcome: 'ignored' } },
  ]);
});

test('an alert without a start began when it was received, not when it is handled', async () => {
  const alerts: Alert[] = [];
  const work = await atWork(async (alert) => {
    if (alerts.push(alert) === 1) throw new Error('not yet');
    return met;
  });
  const receivedAt = work.clock.now();
  await work.arrive('generic', { model: 'churn', metric: 'auc' });
  await until(() => alerts.length === 1);
  work.clock.forward(60);
  work.worker.wake();
  await work.settled();
  expect(alerts.map(({ startedAt }) => startedAt)).toEqual([receivedAt, receivedAt]);
});

test('a finished alert of a channel message or of a monitor is handed over as it is', async () => {
  const alerts: Alert[] = [];
  const work = await atWork(async (alert) => {
    alerts.push(alert);
    return met;
  });
  const alert = anAlert({ source: 'slack', segment: { country: 'BR' } });
  await work.arrive('slack', alert);
  await work.settled();
  expect(alerts).toEqual([alert]);
});

test('what a crash left behind is handled at the next start', async () => {
  const clock = stoppedClock();
  const storage = await openStorage(':memory:', { clock, exclusive: false });
  closers.push(() => storage.close());
  const item = {
    source: 'generic',
    kind: 'alert',
    key: 'k',
    body: genericBody,
    receivedAt: clock.now(),
  } as const;
  await storage.inbox.accept(item);
  let handled = 0;
  const worker = startAlertWorker({
    inbox: storage.inbox,
    handle: async () => {
      handled += 1;
      return met;
    },
    known,
    clock,
    log: listeningLog(),
  });
  await worker.close();
  expect(handled).toBe(1);
});

test('an alert that fails steps aside, the next is handled, and it is tried again when it is due', async () => {
  const titles: string[] = [];
  let broken = true;
  const work = await atWork(async (alert) => {
    titles.push(alert.title);
    if (broken && alert.title === 'first') throw new Error('the store is busy, token=abcdefgh');
    return met;
  });
  await work.arrive('generic', { ...genericBody, message: 'first' });
  await work.arrive('generic', { ...genericBody, message: 'second' });
  await until(() => titles.length === 2);
  expect(titles).toEqual(['first', 'second']);
  work.worker.wake();
  broken = false;
  work.clock.forward(1);
  work.worker.wake();
  await work.settled();
  expect(titles).toEqual(['first', 'second', 'first']);
  expect(JSON.stringify(work.log.lines)).not.toContain('abcdefgh');
});

test('of a delivery that failed in part, only that part is tried again', async () => {
  const seen: string[] = [];
  const work = await atWork(async (alert) => {
    seen.push(alert.fingerprint);
    if (alert.fingerprint === '0d354bdf9616cddf' && seen.length === 2) throw new Error('not yet');
    return met;
  });
  await work.arrive('alertmanager', alertmanagerBody);
  await until(() => seen.length === 2);
  work.clock.forward(5);
  work.worker.wake();
  await work.settled();
  expect(seen).toEqual(['c6eadffa33fcdf37', '0d354bdf9616cddf', '0d354bdf9616cddf']);
});

test('after six tries an alert is kept for inspection', async () => {
  let tries = 0;
  const work = await atWork(async () => {
    tries += 1;
    throw new Error('never');
  });
  await work.arrive('generic', genericBody);
  for (let n = 1; n <= 6; n += 1) {
    await until(() => tries === n);
    work.clock.forward(700);
    work.worker.wake();
  }
  await until(async () => (await work.inbox.depth()).failed === 1);
  expect(tries).toBe(6);
});

test('an item that holds no alert is kept for inspection and stops nothing', async () => {
  let handled = 0;
  const work = await atWork(async () => {
    handled += 1;
    return met;
  });
  await work.arrive('alertmanager', { nonsense: true });
  await work.arrive('carrier-pigeon', 'coo');
  await work.arrive('generic', genericBody);
  await work.settled();
  expect(handled).toBe(1);
  expect(await work.inbox.depth()).toEqual({ waiting: 0, failed: 2 });
});

test('a slow alert of one model holds up its own model, and no other', async () => {
  const handled: string[] = [];
  const held: { go: () => void } = { go: () => undefined };
  const gate = new Promise<void>((resolve) => (held.go = resolve));
  const it = await atWork(async ({ model, metric }) => {
    if (model === 'churn' && metric === 'auc') await gate;
    handled.push(`${model} ${metric}`);
    return met;
  });
  await Promise.all([
    it.arrive('generic', { ...genericBody, model: 'churn', metric: 'auc' }),
    it.arrive('generic', { ...genericBody, model: 'churn', metric: 'logloss' }),
    it.arrive('generic', genericBody),
  ]);
  await until(() => handled.length > 0);
  expect(handled).toEqual(['fraud psi']);
  held.go();
  await it.settled();
  expect(handled).toEqual(['fraud psi', 'churn auc', 'churn logloss']);
});

test('a database that is busy for a moment only delays', async () => {
  let busy = 2;
  let handled = 0;
  const work = await atWork(
    async () => {
      handled += 1;
      return met;
    },
    {
      pollMs: 5,
      inbox: (inbox) => ({
        ...inbox,
        claim: async (input) => {
          if (busy > 0) {
            busy -= 1;
            throw new Error('database is locked');
          }
          return inbox.claim(input);
        },
      }),
    },
  );
  await work.arrive('generic', genericBody);
  await until(() => handled === 1);
  expect(work.log.lines.some(({ level }) => level === 'error')).toBe(true);
});

test('closing handles what still waits', async () => {
  const handled: string[] = [];
  const work = await atWork(async (alert) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    handled.push(alert.title);
    return met;
  });
  for (const message of ['a', 'b', 'c']) await work.arrive('generic', { ...genericBody, message });
  await work.worker.close();
  expect(handled).toEqual(['a', 'b', 'c']);
});

test('closing does not wait for ever: what is left stays in the inbox', async () => {
  const work = await atWork(async () => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return met;
  });
  for (let n = 0; n < 50; n += 1) await work.arrive('generic', { ...genericBody, value: n });
  await work.worker.close(10);
  expect((await work.inbox.depth()).waiting).toBeGreaterThan(40);
});
