import { expect, test } from 'vitest';
import { databaseHealth } from '../../src/composition/database-health.ts';
import { createInbox } from '../../storage/inbox.ts';
import { createMeta } from '../../storage/meta.ts';
import { noon } from '../storage/events.ts';
import { connectForTest, temporaryFile } from '../storage/given.ts';

/** A clock that a test moves on. */
function movable() {
  const clock = { at: noon.getTime(), now: () => new Date(clock.at) };
  return clock;
}

test('a database on a full disk is not well, although it can still be read, and is well again once there is room', async () => {
  const connection = await connectForTest(temporaryFile());
  const clock = movable();
  const health = databaseHealth({ meta: createMeta(connection) }, clock);
  expect(await health()).toEqual({ ok: true, message: 'open' });

  const inbox = createInbox(connection);
  const pages = Number(connection.database.pragma('page_count', { simple: true }));
  connection.database.pragma(`max_page_count = ${pages}`);
  const body = 'x'.repeat(9000);
  for (let number = 0; number < 50; number += 1)
    await inbox
      .accept({ source: 'generic', kind: 'alert', key: `k${number}`, body, receivedAt: noon })
      .catch(() => {});

  clock.at += 6000;
  expect(await health()).toMatchObject({ ok: false });
  expect((await health()).message).toContain('no room left');
  connection.database.pragma('max_page_count = 100000');
  clock.at += 6000;
  expect(await health()).toEqual({ ok: true, message: 'open' });
});

test('a probe every second is not a write every second', async () => {
  const clock = movable();
  let writes = 0;
  const meta = { get: async () => null, set: async () => void (writes += 1) };
  const health = databaseHealth({ meta }, clock);
  await Promise.all([health(), health(), health()]);
  const once = writes;
  for (let second = 0; second < 4; second += 1) {
    clock.at += 1000;
    await health();
  }
  expect(writes).toBe(once);
  clock.at += 1000;
  await health();
  expect(writes).toBe(2 * once);
});
