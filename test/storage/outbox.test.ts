import { expect, test } from 'vitest';
import type { Outbox, OutboxItem } from '../../src/response/store/queues.ts';
import type { PendingAnnouncement } from '../../src/response/store/store.ts';
import type { Storage } from '../../storage/open.ts';
import { declared, later, noon, said } from './events.ts';
import { openForTest } from './given.ts';

const root: PendingAnnouncement = { kind: 'root' };
const reply: PendingAnnouncement = { kind: 'reply', event: 0 };

async function declareAndSay(storage: Storage, key: string, ...announcements: PendingAnnouncement[]) {
  const events = [declared(key)];
  const answer = await storage.incidents.declare({ key, channel: 'C1', events, announcements });
  return answer.incident;
}

async function append(storage: Storage, incident: string, ...announcements: PendingAnnouncement[]) {
  const expected = (await storage.incidents.read(incident)).length;
  await storage.incidents.append({ incident, expected, events: [said('country')], announcements });
}

const claim = (outbox: Outbox, now: Date = noon): Promise<readonly OutboxItem[]> =>
  outbox.claim({ limit: 10, now, leaseSeconds: 30 });

async function claimOne(outbox: Outbox, now: Date = noon): Promise<OutboxItem> {
  const [item, ...others] = await claim(outbox, now);
  if (item === undefined || others.length > 0) throw new Error('expected exactly one item');
  return item;
}

test('the root is posted first and names the thread for everything after it', async () => {
  const storage = await openForTest(':memory:');
  const { outbox, incidents } = storage;
  const incident = await declareAndSay(storage, 'a', reply, root);

  const first = await claimOne(outbox);
  expect(first).toMatchObject({
    announcement: { kind: 'root' },
    threadTs: null,
    messageTs: null,
    channel: 'C1',
  });
  expect(await claim(outbox)).toEqual([]);
  await outbox.sent(first.id, { channel: 'C2', ts: '10.1' }, noon);

  expect(await claimOne(outbox)).toMatchObject({
    announcement: { kind: 'reply', seq: 1 },
    channel: 'C2',
    threadTs: '10.1',
    messageTs: null,
  });
  expect(await incidents.byThread('C2', '10.1')).toMatchObject({
    id: incident,
    channel: 'C2',
    threadTs: '10.1',
  });
});

test('ten edits of the root that wait become one, of the root message itself', async () => {
  const storage = await openForTest(':memory:');
  const { outbox } = storage;
  const incident = await declareAndSay(storage, 'a', root);
  await outbox.sent((await claimOne(outbox)).id, { channel: 'C1', ts: '10.1' }, noon);

  for (let edit = 0; edit < 10; edit++) await append(storage, incident, root);

  expect(await outbox.depth()).toEqual({ waiting: 1, dropped: 0 });
  const edit = await claimOne(outbox);
  expect(edit).toMatchObject({ announcement: { kind: 'root' }, messageTs: '10.1', threadTs: '10.1' });
  await outbox.sent(edit.id, { channel: 'C1', ts: '10.1' }, noon);
  expect(await outbox.depth()).toEqual({ waiting: 0, dropped: 0 });
});

test('news that arrives while the root is on its way is not lost', async () => {
  const storage = await openForTest(':memory:');
  const { outbox } = storage;
  const incident = await declareAndSay(storage, 'a', root);
  const onItsWay = await claimOne(outbox);

  await append(storage, incident, root);
  expect(await claim(outbox)).toEqual([]);
  await outbox.sent(onItsWay.id, { channel: 'C1', ts: '10.1' }, noon);

  const edit = await claimOne(outbox);
  expect(edit.messageTs).toBe('10.1');
  expect(edit.id).not.toBe(onItsWay.id);
});

test('news that arrives after an unclear try is said after that try is found in Slack', async () => {
  const storage = await openForTest(':memory:');
  const { outbox } = storage;
  const incident = await declareAndSay(storage, 'a', root);
  const { id } = await claimOne(outbox);
  await outbox.retry(id, { at: noon, reason: 'socket hang up', unclear: true, counted: false });
  await append(storage, incident, root);

  const found = await claimOne(outbox);
  expect(found).toMatchObject({ id, unclear: true, attempts: 2 });
  await outbox.sent(found.id, { channel: 'C1', ts: '10.1' }, noon);

  expect(await claimOne(outbox)).toMatchObject({ announcement: { kind: 'root' }, messageTs: '10.1' });
});

test('replies go in the order of their events, one at a time', async () => {
  const storage = await openForTest(':memory:');
  const { outbox } = storage;
  const incident = await declareAndSay(storage, 'a', root, reply);
  await append(storage, incident, reply);
  await append(storage, incident, reply);
  await outbox.sent((await claimOne(outbox)).id, { channel: 'C1', ts: '10.1' }, noon);

  const order: unknown[] = [];
  for (let next = 0; next < 3; next++) {
    const item = await claimOne(outbox);
    expect(await claim(outbox)).toEqual([]);
    order.push(item.announcement);
    await outbox.sent(item.id, { channel: 'C1', ts: `11.${next}` }, noon);
  }

  expect(order).toEqual([1, 2, 3].map((seq) => ({ kind: 'reply', seq })));
});

test('a reply that must wait holds back later replies, but not the root', async () => {
  const storage = await openForTest(':memory:');
  const { outbox } = storage;
  const incident = await declareAndSay(storage, 'a', root, reply);
  await outbox.sent((await claimOne(outbox)).id, { channel: 'C1', ts: '10.1' }, noon);
  const stuck = await claimOne(outbox);
  await outbox.retry(stuck.id, { at: later(60), reason: 'rate limited', unclear: false, counted: false });
  await append(storage, incident, reply, root);

  const edit = await claimOne(outbox);
  expect(edit.announcement).toEqual({ kind: 'root' });
  await outbox.sent(edit.id, { channel: 'C1', ts: '10.1' }, noon);
  expect(await claim(outbox, later(59))).toEqual([]);

  expect(await claimOne(outbox, later(60))).toMatchObject({
    id: stuck.id,
    attempts: 2,
    failures: 0,
    unclear: false,
  });
});

test('a sender that died leaves an unclear item behind', async () => {
  const storage = await openForTest(':memory:');
  await declareAndSay(storage, 'a', root);
  const { id } = await claimOne(storage.outbox);

  expect(await claim(storage.outbox, later(29))).toEqual([]);
  expect(await claimOne(storage.outbox, later(30))).toMatchObject({ id, unclear: true, attempts: 2 });
});

test('once unclear stays unclear until it is known to be in Slack', async () => {
  const storage = await openForTest(':memory:');
  await declareAndSay(storage, 'a', root);
  const { id } = await claimOne(storage.outbox);
  await storage.outbox.retry(id, { at: noon, reason: 'timeout', unclear: true, counted: false });
  await claimOne(storage.outbox);
  await storage.outbox.retry(id, { at: noon, reason: 'could not look', unclear: false, counted: false });

  expect((await claimOne(storage.outbox)).unclear).toBe(true);
});

test('incidents do not wait for each other', async () => {
  const storage = await openForTest(':memory:');
  for (const key of ['a', 'b', 'c']) await declareAndSay(storage, key, root, reply);

  const items = await claim(storage.outbox);

  expect(items.map(({ incident }) => incident)).toEqual(['INC-1', 'INC-2', 'INC-3']);
});

test('a root that can never be sent is kept, and the next news tries again', async () => {
  const storage = await openForTest(':memory:');
  const { outbox } = storage;
  const incident = await declareAndSay(storage, 'a', root, reply);
  await outbox.dropped((await claimOne(outbox)).id, 'is_archived');

  expect(await outbox.depth()).toEqual({ waiting: 1, dropped: 1 });
  expect(await claim(outbox)).toEqual([]);

  await append(storage, incident, root);
  await outbox.sent((await claimOne(outbox)).id, { channel: 'C1', ts: '10.1' }, noon);
  expect((await claimOne(outbox)).announcement).toEqual({ kind: 'reply', seq: 1 });
});

test('a thread that was moved takes root and replies with it', async () => {
  const storage = await openForTest(':memory:');
  const { outbox, incidents } = storage;
  const incident = await declareAndSay(storage, 'a', root, reply);
  await outbox.sent((await claimOne(outbox)).id, { channel: 'C1', ts: '10.1' }, noon);

  await outbox.moved(incident, { channel: 'C1', ts: '20.1' }, later(1));

  expect((await claimOne(outbox)).threadTs).toBe('20.1');
  expect(await incidents.byThread('C1', '20.1')).toMatchObject({ id: incident });
  await expect(outbox.moved('INC-9', { channel: 'C1', ts: '1.1' }, noon)).rejects.toMatchObject({
    code: 'unknown-incident',
  });
});

test('hearing twice that an item was sent changes nothing', async () => {
  const storage = await openForTest(':memory:');
  const { outbox } = storage;
  await declareAndSay(storage, 'a', root);
  const { id } = await claimOne(outbox);
  await outbox.sent(id, { channel: 'C1', ts: '10.1' }, noon);

  await outbox.sent(id, { channel: 'C1', ts: '99.9' }, later(5));
  await outbox.retry(id, { at: noon, reason: 'late', unclear: false, counted: true });
  await outbox.dropped(id, 'late');

  expect(await storage.incidents.byThread('C1', '10.1')).not.toBeNull();
  expect(await outbox.depth()).toEqual({ waiting: 0, dropped: 0 });
  await expect(outbox.sent(99, { channel: 'C1', ts: '1' }, noon)).rejects.toMatchObject({
    code: 'unknown-item',
  });
});
