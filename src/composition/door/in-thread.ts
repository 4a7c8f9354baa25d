import { Worker } from 'node:worker_threads';
import type { Counters } from '../../intake/counters.ts';
import { askHealth, type Health } from '../../intake/health.ts';
import { IntakeError } from '../../intake/intake-error.ts';
import type { Intake } from '../../intake/start-intake.ts';
import type { Log } from '../../response/ports.ts';
import type { DoorOrders, FromDoor, Told, ToDoor } from './words.ts';

/** Longer than the door waits for requests under way. */
const CLOSE_MS = 4000;

/**
 * Opens the door for alerts in a thread of its own, with a connection of its own to the database: a sender waits for the
 * disk, and not for what the bot is doing just then. Throws `IntakeError` when it cannot listen. A thread that breaks
 * brings the bot down as anything does that nobody expected, so that the supervisor starts both anew.
 */
export async function openDoorInThread(
  orders: DoorOrders,
  ports: {
    readonly health: () => Promise<Health>;
    /** What this thread counts, to stand in `/metrics` beside what the door counts. */
    readonly counters: Counters;
    readonly wake: () => void;
    readonly log: Log;
  },
): Promise<Intake> {
  const thread = new Worker(new URL('thread.ts', import.meta.url), { workerData: orders, name: 'door' });
  const tell = (word: ToDoor): void => thread.postMessage(word);
  const find = async (about: Told['kind']): Promise<Told> =>
    about === 'health'
      ? { kind: 'health', health: await askHealth(ports.health) }
      : { kind: 'counts', series: ports.counters.series() };

  const opened = Promise.withResolvers<string>();
  thread.on('message', (word: FromDoor) => {
    switch (word.kind) {
      case 'open':
        return opened.resolve(word.url);
      case 'refused':
        return opened.reject(new IntakeError(word));
      case 'accepted':
        return ports.wake();
      case 'log':
        return ports.log[word.level](word.message, word.fields);
      case 'ask':
        return void find(word.about).then((told) => tell({ kind: 'told', question: word.question, told }));
    }
  });
  const life = {
    isOpen: false,
    isClosing: false,
    broke: new Error('the thread of the door for alerts ended'),
  };
  thread.once('error', (error: Error) => {
    life.broke = error;
  });
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      resolve();
      opened.reject(life.broke);
      // Nobody catches it here: it ends the bot cleanly.
      if (life.isOpen && !life.isClosing) throw life.broke;
    });
  });

  const url = await opened.promise;
  life.isOpen = true;
  return {
    url,
    async close() {
      life.isClosing = true;
      tell({ kind: 'close' });
      const late = setTimeout(() => void thread.terminate(), CLOSE_MS);
      await ended;
      clearTimeout(late);
    },
  };
}
