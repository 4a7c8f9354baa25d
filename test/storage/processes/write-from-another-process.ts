/**
 * A second process for the tests of the storage. It opens the database, says `ready`, waits for a line on standard input,
 * then does what its arguments say and prints one JSON line about it.
 *
 *   hold PATH            be the bot until killed
 *   declare PATH COUNT   declare keys `key 1` … `key COUNT`
 *   append PATH COUNT    append COUNT events to INC-1, each after the newest
 */
import { once } from 'node:events';
import { systemClock } from '../../../src/time/clock.ts';
import { openStorage } from '../../../storage/open.ts';
import { StorageError } from '../../../storage/storage-error.ts';
import { declared, said } from '../events.ts';

const [what = '', path = '', count = '0'] = process.argv.slice(2);
const print = (answer: unknown): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

try {
  const storage = await openStorage(path, { clock: systemClock, exclusive: what === 'hold' });
  print('ready');
  await once(process.stdin, 'data');
  const { incidents } = storage;
  if (what === 'declare') {
    const won: string[] = [];
    for (let number = 1; number <= Number(count); number++) {
      const key = `key ${number}`;
      const answer = await incidents.declare({
        key,
        channel: null,
        events: [declared(key)],
        announcements: [],
      });
      if (answer.kind === 'declared') won.push(answer.incident);
    }
    print(won);
  }
  if (what === 'append') {
    let expected = 1;
    let conflicts = 0;
    for (let done = 0; done < Number(count);) {
      const events = [said(`${process.pid} ${done}`), said('and so')];
      const answer = await incidents
        .append({ incident: 'INC-1', expected, events, announcements: [{ kind: 'root' }] })
        .catch((error: unknown) => {
          // On a machine that is too busy the other process may hold the lock whenever this one looks.
          if (error instanceof StorageError && error.code === 'busy') return null;
          throw error;
        });
      if (answer === null) continue;
      if (answer.kind === 'already-open') throw new Error('an append of lines cannot take a key');
      if (answer.kind === 'appended') done += 1;
      else conflicts += 1;
      expected = answer.seq;
    }
    print({ conflicts });
  }
  storage.close();
} catch (error) {
  if (!(error instanceof StorageError)) throw error;
  print({ code: error.code, message: error.message });
}
process.exit(0);
