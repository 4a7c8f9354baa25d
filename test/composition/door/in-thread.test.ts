import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openDoorInThread } from '../../../src/composition/door/in-thread.ts';
import { FishboneConfig } from '../../../src/config/schema.ts';
import { createCounters } from '../../../src/intake/counters.ts';
import type { Health } from '../../../src/intake/health.ts';
import type { Intake } from '../../../src/intake/start-intake.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { openStorage } from '../../../storage/open.ts';
import { known } from '../../alert/known-models.ts';
import { healthy, listeningLog } from '../../intake/door.ts';
import { temporaryFile } from '../../storage/given.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function open(given: { readonly port?: number; readonly health?: () => Promise<Health> } = {}) {
  const storagePath = temporaryFile();
  const storage = await openStorage(storagePath, { clock: systemClock, exclusive: true });
  closers.push(() => storage.close());
  const { intake: config } = FishboneConfig.parse({
    version: 1,
    sources: {},
    models: {},
    intake: { port: given.port ?? 0, max_body_kb: 1 },
  });
  const rung = { times: 0 };
  const counters = createCounters();
  const log = listeningLog();
  const door: Intake = await openDoorInThread(
    { storagePath, turns: storage.turns, config, known, version: '1.2.3' },
    { health: given.health ?? (async () => healthy), counters, wake: () => void (rung.times += 1), log },
  );
  closers.push(() => door.close());
  const post = async (body: string, source = 'generic'): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${door.url}/alerts/${source}`, { method: 'POST', headers, body })).status;
  };
  return { storage, rung, counters, log, door, post };
}

const alert = JSON.stringify({ model: known.models[0]?.name, metric: 'auc', value: 0.6, baseline: 0.86 });

test('what is answered 202 is in the inbox that the bot reads, and the bot is woken', async () => {
  const { storage, rung, post } = await open();
  expect(await post(alert)).toBe(202);
  const [item] = await storage.inbox.claim({ kind: 'alert', limit: 9, now: new Date(), leaseSeconds: 9 });
  expect(item).toMatchObject({ source: 'generic', body: { metric: 'auc', value: 0.6 } });
  await expect.poll(() => rung.times).toBe(1);
});

test('a sender is answered while the bot is busy and writes', async () => {
  const { storage, post } = await open();
  const answers: Promise<number>[] = [];
  // Both threads write all the time for a while; neither shuts the other out.
  for (let number = 0; number < 40; number += 1) {
    answers.push(post(JSON.stringify({ model: 'x', metric: 'auc', number })));
    for (let write = 0; write < 5; write += 1) await storage.meta.set('busy', number);
    await sleep(1);
  }
  expect(new Set(await Promise.all(answers))).toEqual(new Set([202]));
  expect(await storage.inbox.depth()).toEqual({ waiting: 40, failed: 0 });
});

test('/metrics holds what both threads count, and /healthz what the bot knows', async () => {
  const { counters, door, post } = await open({
    health: async () => ({ ...healthy, outbox: { waiting: 7, dropped: 0 } }),
  });
  await post(alert);
  counters.count('fishbone_alerts_handled_total', { source: 'generic', outcome: 'opened' });
  const metrics = await (await fetch(`${door.url}/metrics`)).text();
  expect(metrics).toContain('fishbone_intake_requests_total{source="generic",outcome="accepted"} 1\n');
  expect(metrics).toContain('fishbone_alerts_handled_total{source="generic",outcome="opened"} 1\n');
  expect(await (await fetch(`${door.url}/healthz`)).json()).toMatchObject({
    status: 'ok',
    outbox: { waiting: 7 },
  });
});

test('a health that fails is said to be down, with the reason', async () => {
  const { door } = await open({ health: () => Promise.reject(new Error('the disk is gone')) });
  const answer = await fetch(`${door.url}/healthz`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ status: 'down', message: 'the disk is gone' });
});

test('what the door warns of stands in the log of the bot', async () => {
  const { log, post } = await open();
  expect(await post(`{"message": "${'x'.repeat(2000)}"}`)).toBe(413);
  await expect
    .poll(() => log.lines)
    .toContainEqual({
      level: 'warn',
      message: 'a body at the alert door was too large',
      fields: { source: 'generic', limitBytes: 1024 },
    });
});

test('a port that is taken is said as ever', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  closers.push(() => void other.close());
  const { port } = other.address() as AddressInfo;
  await expect(open({ port })).rejects.toMatchObject({
    name: 'IntakeError',
    code: 'port-taken',
    hint: expect.stringContaining('intake.port') as unknown,
  });
});

test('after it is closed nothing listens, and the database can be closed', async () => {
  const { door, post, storage } = await open();
  expect(await post(alert)).toBe(202);
  await door.close();
  await expect(post(alert)).rejects.toThrow('fetch failed');
  expect(await storage.check()).toMatchObject({ ok: true });
});
