import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';

import { connect, read, write } from '../../storage/connection.ts';
import { createWriteTurns } from '../../storage/write-turns.ts';
import { noonClock } from './events.ts';
import { temporaryFile } from './given.ts';

const threads: Worker[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.terminate();
});

const counter = createWriteTurns();
const gate = new SharedArrayBuffer(4);
const log = new SharedArrayBuffer(40);

async function asks(number: number, memory = counter.memory): Promise<Worker> {
  const thread = new Worker(new URL('take-turns.ts', import.meta.url), {
    workerData: { memory, gate, log, number },
  });
  threads.push(thread);
  await once(thread, 'message');
  await sleep(50);
  return thread;
}

test('threads write in the order in which they asked, and this one waits for them', async () => {
  for (const number of [1, 2, 3]) await asks(number);
  Atomics.store(new Int32Array(gate), 0, 1);
  Atomics.notify(new Int32Array(gate), 0);
  const order = new Int32Array(log);
  const seen = counter.take(() => Array.from(order.subarray(1, 4)));
  expect(seen).toEqual([1, 2, 3]);
  // Its turn is over: the next one need not wait.
  expect(counter.take(() => 'mine')).toBe('mine');
});

test('a thread that ended in the middle of its turn keeps nobody out for long', async () => {
  const turns = createWriteTurns();
  Atomics.store(new Int32Array(gate), 0, 0);
  const dead = await asks(1, turns.memory);
  await dead.terminate();
  const began = performance.now();
  expect(turns.take(() => 'written')).toBe('written');
  expect(performance.now() - began).toBeLessThan(5000);
  const later = performance.now();
  turns.take(() => {});
  expect(performance.now() - later).toBeLessThan(500);
});

test('work that throws gives its turn on', () => {
  const turns = createWriteTurns();
  expect(() =>
    turns.take(() => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(turns.take(() => 'next')).toBe('next');
});

test('what writes within a write does not wait for itself', async () => {
  const connection = await connect(temporaryFile(), { clock: noonClock, log: null });
  connection.database.exec('CREATE TABLE seen (what TEXT)');
  write(connection, () => {
    connection.database.exec(`INSERT INTO seen VALUES ('outer')`);
    write(connection, () => connection.database.exec(`INSERT INTO seen VALUES ('inner')`));
  });
  const count = connection.database.prepare('SELECT count(*) FROM seen').pluck();
  expect(read(connection, () => count.get())).toBe(2);
  connection.database.close();
});
