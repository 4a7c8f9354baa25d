import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { MonitorStore } from '../../src/response/store/monitor-store.ts';
import { openStorage } from '../../storage/open.ts';

const clock = { now: () => new Date('2026-03-09T14:00:00Z') };
const minute = (n: number): Date => new Date(Date.parse('2026-03-09T14:00:00Z') + n * 60_000);

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'fishbone-monitors-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function openAt(path: string): Promise<MonitorStore> {
  const storage = await openStorage(path, { clock, exclusive: false });
  onTestFinished(() => storage.close());
  return storage.monitors;
}

const slotOf = (n: number, now = n) => ({
  monitor: 'nulls',
  slot: minute(n),
  cause: 'scheduled' as const,
  missed: 0,
  now: minute(now),
  leaseSeconds: 120,
});
const measured = {
  monitor: 'nulls',
  outcome: 'steady' as const,
  value: 0.01,
  size: 0.001,
  threshold: 0.01,
  n: 500,
  reason: 'as before',
  firing: false,
  alerted: false,
};

test('two processes never run the same slot', async () => {
  const path = join(await folder(), 'fishbone.db');
  const [one, other] = [await openAt(path), await openAt(path)];
  const claims = await Promise.all([one.claim(slotOf(0)), other.claim(slotOf(0)), one.claim(slotOf(0))]);
  expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'taken', 'taken']);
  await one.finish({ ...measured, slot: minute(0), finishedAt: minute(1) });
  expect(await other.claim(slotOf(0, 30))).toEqual({ kind: 'taken' });
});

test('a run does not begin while the one before it runs, and does when its process is gone', async () => {
  const store = await openAt(':memory:');
  await store.claim(slotOf(0));
  expect(await store.claim(slotOf(1))).toEqual({ kind: 'overlaps', slot: minute(0) });
  expect(await store.claim(slotOf(5))).toEqual({ kind: 'claimed' });
  expect((await store.runs('nulls', 5)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['running', ''],
    ['failed', 'the process ended during the run'],
  ]);
  await expect(store.finish({ ...measured, slot: minute(0), finishedAt: minute(6) })).rejects.toThrow(
    'not running any more',
  );
});

test('values and reasons are kept, newest first, until they are old', async () => {
  const store = await openAt(':memory:');
  for (const n of [0, 10, 20]) {
    await store.claim(slotOf(n));
    await store.finish({ ...measured, value: n, slot: minute(n), finishedAt: minute(n + 1) });
  }
  expect((await store.runs('nulls', 2)).map(({ value }) => value)).toEqual([20, 10]);
  expect(await store.prune(minute(10))).toBe(1);
  expect((await store.runs('nulls', 9)).map(({ value }) => value)).toEqual([20, 10]);
});

test('a mute ends by itself or by hand', async () => {
  const store = await openAt(':memory:');
  const mute = { monitor: 'nulls', from: minute(0), until: minute(60), reason: 'backfill', by: 'T1:U1' };
  await store.mute(mute);
  expect(await store.mutes(minute(59))).toEqual([mute]);
  expect(await store.mutes(minute(60))).toEqual([]);
  expect(await store.unmute('nulls', minute(30))).toBe(true);
  expect(await store.unmute('nulls', minute(30))).toBe(false);
});
