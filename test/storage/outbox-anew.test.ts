import { expect, test } from 'vitest';
import type { PendingAnnouncement } from '../../src/response/store/store.ts';
import type { Storage } from '../../storage/open.ts';
import { declared, noon, said } from './events.ts';
import { openForTest } from './given.ts';

async function append(storage: Storage, incident: string, ...announcements: PendingAnnouncement[]) {
  const expected = (await storage.incidents.read(incident)).length;
  await storage.incidents.append({ incident, expected, events: [said('country')], announcements });
}

async function next(storage: Storage) {
  const [item] = await storage.outbox.claim({ limit: 10, now: noon, leaseSeconds: 30 });
  return item ?? null;
}

/** An incident with its thread, and a line about its second event that was posted as 10.2. */
async function withLine(): Promise<{ readonly storage: Storage; readonly incident: string }> {
  const storage = await openForTest(':memory:');
  const { incident } = await storage.incidents.declare({
    key: 'a',
    channel: 'C1',
    events: [declared('a')],
    announcements: [{ kind: 'root' }],
  });
  const root = await next(storage);
  await storage.outbox.sent(root?.id ?? 0, { channel: 'C1', ts: '10.1' }, noon);
  await append(storage, incident, { kind: 'reply', event: 0 });
  const line = await next(storage);
  expect(line).toMatchObject({ announcement: { kind: 'reply', seq: 2 }, messageTs: null });
  await storage.outbox.sent(line?.id ?? 0, { channel: 'C1', ts: '10.2' }, noon);
  return { storage, incident };
}

test('a line that says something else now is edited where it stands; many changes become one edit', async () => {
  const { storage, incident } = await withLine();
  for (let k = 0; k < 5; k++) await append(storage, incident, { kind: 'anew', seq: 2 });
  const edit = await next(storage);
  expect(edit).toMatchObject({
    announcement: { kind: 'reply', seq: 2 },
    threadTs: '10.1',
    messageTs: '10.2',
  });
  expect(await storage.outbox.depth()).toMatchObject({ waiting: 1 });
});

test('what changes while an edit is on its way gets another one', async () => {
  const { storage, incident } = await withLine();
  await append(storage, incident, { kind: 'anew', seq: 2 });
  const first = await next(storage);
  await append(storage, incident, { kind: 'anew', seq: 2 });
  await append(storage, incident, { kind: 'anew', seq: 2 });
  expect(await storage.outbox.depth()).toMatchObject({ waiting: 2 });
  await storage.outbox.sent(first?.id ?? 0, { channel: 'C1', ts: '10.2' }, noon);
  expect(await next(storage)).toMatchObject({ announcement: { kind: 'reply', seq: 2 }, messageTs: '10.2' });
});

test('a line that had to be posted again is edited at its new place from then on', async () => {
  const { storage, incident } = await withLine();
  await append(storage, incident, { kind: 'anew', seq: 2 });
  const edit = await next(storage);
  await storage.outbox.sent(edit?.id ?? 0, { channel: 'C1', ts: '10.9' }, noon);
  await append(storage, incident, { kind: 'anew', seq: 2 });
  expect(await next(storage)).toMatchObject({ messageTs: '10.9' });
});
