import { expect, test } from 'vitest';
import { connect } from '../../storage/connection.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { writeTogether } from '../../storage/write-together.ts';
import { systemClock } from '../../src/time/clock.ts';

async function given() {
  const connection = await connect(':memory:', { clock: systemClock, log: null });
  const { database } = connection;
  database.exec('CREATE TABLE words (word TEXT NOT NULL PRIMARY KEY) STRICT');
  const insert = database.prepare('INSERT INTO words (word) VALUES (?)');
  const words = () => database.prepare('SELECT word FROM words ORDER BY rowid').pluck().all();
  return { connection, database, insert, words };
}

test('what several tables are asked at the same moment is one commit, in the order of asking', async () => {
  const { connection, database, insert, words } = await given();
  const seen: boolean[] = [];
  const writes = ['an alert', 'an event', 'a message'].map((word) =>
    writeTogether(connection)(() => {
      seen.push(words().length === seen.length && database.inTransaction);
      insert.run(word);
      return word;
    }),
  );
  expect(words()).toEqual([]);
  expect(await Promise.all(writes)).toEqual(['an alert', 'an event', 'a message']);
  expect(seen).toEqual([true, true, true]);
  expect(words()).toEqual(['an alert', 'an event', 'a message']);
});

test('one that cannot be written takes no other with it', async () => {
  const { connection, insert, words } = await given();
  const together = writeTogether(connection);
  const [first, second, third] = await Promise.allSettled([
    together(() => insert.run('once')),
    together(() => insert.run('once')),
    together(() => insert.run('after')),
  ]);
  expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(words()).toEqual(['once', 'after']);
});

test('a locked database is waited for once, not once for each', async () => {
  const { connection, words } = await given();
  const together = writeTogether(connection);
  const tried: number[] = [];
  const locked = new StorageError({ code: 'busy', message: 'locked', hint: 'wait' });
  const answers = await Promise.allSettled(
    [1, 2, 3].map((number) =>
      together(() => {
        tried.push(number);
        throw locked;
      }),
    ),
  );
  expect(tried).toEqual([1]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(words()).toEqual([]);
});
