import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createInbox } from '../../storage/inbox.ts';
import { createIncidentStore } from '../../storage/incident-store.ts';
import { checkIntegrity } from '../../storage/integrity.ts';
import { openStorage } from '../../storage/open.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { checkFinished, noon, noonClock } from './events.ts';
import { connectForTest, declareFor, failureOf, temporaryFile } from './given.ts';

const alert = (key: string) =>
  ({ source: 'generic', kind: 'alert', key, body: 'x'.repeat(9_000), receivedAt: noon }) as const;

test('on a full disk intake is told so, nothing is half-written, and it goes on once there is room', async () => {
  const connection = await connectForTest(temporaryFile());
  const inbox = createInbox(connection);
  const incidents = createIncidentStore(connection);
  const incident = await declareFor({ incidents }, 'ranker/nulls');
  const pages = Number(connection.database.pragma('page_count', { simple: true }));
  connection.database.pragma(`max_page_count = ${pages + 10}`);

  const answers: string[] = [];
  for (let number = 0; answers.at(-1) !== 'full' && number < 100; number++)
    answers.push(
      await inbox.accept(alert(`delivery ${number}`)).then(
        ({ kind }) => kind,
        (error: unknown) => (error instanceof StorageError ? error.code : 'another error'),
      ),
    );
  const accepted = answers.filter((kind) => kind === 'accepted').length;
  const append = {
    incident,
    expected: 1,
    events: [1, 2, 3].map((id) => checkFinished(`E-${id}`, 'steady', 'y'.repeat(20_000))),
    announcements: [{ kind: 'root' as const }],
  };

  const { code, hint } = await failureOf(() => incidents.append(append));

  expect([code, hint]).toEqual(['full', 'Free space on that disk; nothing needs repair afterwards.']);
  expect(answers.at(-1)).toBe('full');
  expect(accepted).toBeGreaterThan(0);
  expect(await inbox.depth()).toEqual({ waiting: accepted, failed: 0 });
  expect(await incidents.read(incident)).toHaveLength(1);
  expect(checkIntegrity(connection).problems).toEqual([]);

  connection.database.pragma('max_page_count = 100000');
  expect((await inbox.accept(alert(`delivery ${answers.length - 1}`))).kind).toBe('accepted');
});

test('a write that another process holds up for too long says busy and writes nothing', async () => {
  const path = temporaryFile();
  const connection = await connectForTest(path);
  const inbox = createInbox(connection);
  connection.database.pragma('busy_timeout = 50');
  const other = await connectForTest(path);
  other.database.exec('BEGIN IMMEDIATE');

  await expect(inbox.accept(alert('delivery'))).rejects.toMatchObject({ code: 'busy' });
  expect(await inbox.depth()).toEqual({ waiting: 0, failed: 0 });

  other.database.exec('ROLLBACK');
  expect((await inbox.accept(alert('delivery'))).kind).toBe('accepted');
});

test('a database that must not be written says read-only', async () => {
  const connection = await connectForTest(temporaryFile());
  const inbox = createInbox(connection);
  connection.database.pragma('query_only = ON');

  const { code, hint } = await failureOf(() => inbox.accept(alert('delivery')));

  expect(code).toBe('read-only');
  expect(hint).toContain('permission');
});

test.skipIf(process.getuid?.() === 0)(
  'a read-only file is refused at start (root may write anyway)',
  async () => {
    const path = temporaryFile();
    const { database } = await connectForTest(path);
    database.close();
    chmodSync(path, 0o444);

    await expect(openStorage(path, { clock: noonClock, exclusive: true })).rejects.toMatchObject({
      code: 'read-only',
    });
  },
);
