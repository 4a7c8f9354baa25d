import { expect, test } from 'vitest';
import type { Inbox } from '../../src/response/store/inbox.ts';
import { later, noon } from './events.ts';
import { openForTest } from './given.ts';

const alert = (key: string) =>
  ({ source: 'generic', kind: 'alert', key, body: { says: key }, receivedAt: noon }) as const;
const claim = (inbox: Inbox, now: Date, limit = 10) =>
  inbox.claim({ kind: 'alert', limit, now, leaseSeconds: 30 });

test('the same delivery twice is one item', async () => {
  const { inbox } = await openForTest(':memory:');

  const first = await inbox.accept(alert('delivery-1'));
  const second = await inbox.accept(alert('delivery-1'));
  const elsewhere = await inbox.accept({ ...alert('delivery-1'), source: 'slack', kind: 'slack' });

  expect(first.kind).toBe('accepted');
  expect(second).toEqual({ kind: 'duplicate', id: first.id });
  expect(elsewhere.kind).toBe('accepted');
  expect(await inbox.depth()).toEqual({ waiting: 2, failed: 0 });
});

test('a delivery that was handled long ago is still known', async () => {
  const { inbox } = await openForTest(':memory:');
  const { id } = await inbox.accept(alert('delivery-1'));
  await claim(inbox, noon);
  await inbox.done(id, 'opened INC-1');

  expect(await inbox.accept(alert('delivery-1'))).toEqual({ kind: 'duplicate', id });
  expect(await claim(inbox, later(3_600))).toEqual([]);
  expect(await inbox.depth()).toEqual({ waiting: 0, failed: 0 });
});

test('the oldest are taken first, and nobody else gets them meanwhile', async () => {
  const { inbox } = await openForTest(':memory:');
  for (const key of ['a', 'b', 'c']) await inbox.accept(alert(key));

  const mine = await claim(inbox, noon, 2);
  const yours = await claim(inbox, noon, 2);

  expect(mine.map(({ body }) => body)).toEqual([{ says: 'a' }, { says: 'b' }]);
  expect(mine[0]).toMatchObject({ source: 'generic', kind: 'alert', receivedAt: noon, attempts: 1 });
  expect(yours.map(({ body }) => body)).toEqual([{ says: 'c' }]);
  expect(await inbox.claim({ kind: 'slack', limit: 9, now: noon, leaseSeconds: 30 })).toEqual([]);
});

test('what a dead worker had taken comes back after its lease', async () => {
  const { inbox } = await openForTest(':memory:');
  await inbox.accept(alert('a'));
  await claim(inbox, noon);

  expect(await claim(inbox, later(29))).toEqual([]);
  expect(await claim(inbox, later(30))).toMatchObject([{ attempts: 2 }]);
});

test('a failed item waits for its next try, and a hopeless one is kept aside', async () => {
  const { inbox } = await openForTest(':memory:');
  const { id } = await inbox.accept(alert('a'));
  await claim(inbox, noon);
  await inbox.failed(id, 'warehouse is away', later(60));

  expect(await claim(inbox, later(59))).toEqual([]);
  expect(await claim(inbox, later(60))).toMatchObject([{ id, attempts: 2 }]);
  await inbox.failed(id, 'not an alert', null);
  expect(await claim(inbox, later(9_999))).toEqual([]);
  expect(await inbox.depth()).toEqual({ waiting: 0, failed: 1 });
});

test('what was put off is taken again later, and neither the wait nor the end of a process counts as a failure', async () => {
  const { inbox } = await openForTest(':memory:');
  const { id } = await inbox.accept(alert('a'));
  await claim(inbox, noon);
  await inbox.putOff(id, 'Slack is away', later(15));

  expect(await claim(inbox, later(14))).toEqual([]);
  expect(await claim(inbox, later(15))).toMatchObject([{ attempts: 1, failures: 0 }]);
  expect(await claim(inbox, later(45))).toMatchObject([{ attempts: 2, failures: 0 }]);
  await inbox.failed(id, 'warehouse is away', later(60));
  expect(await claim(inbox, later(60))).toMatchObject([{ attempts: 3, failures: 1 }]);
});

test('a late failure does not bring back what another try has finished', async () => {
  const { inbox } = await openForTest(':memory:');
  const { id } = await inbox.accept(alert('a'));
  await claim(inbox, noon);
  await claim(inbox, later(31));
  await inbox.done(id, 'opened INC-1');

  await inbox.failed(id, 'timeout', later(40));

  expect(await claim(inbox, later(9_999))).toEqual([]);
});

test('a word about an item that never was is an error', async () => {
  const { inbox } = await openForTest(':memory:');

  await expect(inbox.done(7, 'opened')).rejects.toMatchObject({ code: 'unknown-item' });
  await expect(inbox.failed(7, 'oh', null)).rejects.toMatchObject({ code: 'unknown-item' });
});
