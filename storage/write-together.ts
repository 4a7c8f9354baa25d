import { write } from './connection.ts';
import type { Connection } from './connection.ts';
import { StorageError } from './storage-error.ts';

/** A small write, done with those that are asked for at the same moment. Answers when it is committed. */
export type WriteTogether = <Answer>(work: () => Answer) => Promise<Answer>;

type Waiting = {
  readonly work: () => void;
  readonly refuse: (error: unknown) => void;
  readonly tell: () => void;
};

/** One queue a connection, whichever tables are written: what comes in, happens and is said shares its wait for the disk. */
const queues = new WeakMap<Connection, WriteTogether>();

/**
 * Puts writes that arrive within one turn of the event loop into one transaction, in the order in which they came. When it
 * fails, each is tried alone, so that one that cannot be done does not take the others with it.
 */
export function writeTogether(connection: Connection): WriteTogether {
  const queue = queues.get(connection) ?? createQueue(connection);
  queues.set(connection, queue);
  return queue;
}

function createQueue(connection: Connection): WriteTogether {
  let waiting: Waiting[] = [];

  const commit = (batch: readonly Waiting[]): void => {
    write(connection, () => {
      for (const one of batch) one.work();
    });
    for (const one of batch) one.tell();
  };
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    try {
      commit(batch);
    } catch (error) {
      if (batch.length === 1 || isAboutTheDatabase(error)) {
        for (const one of batch) one.refuse(error);
        return;
      }
      for (const one of batch) {
        try {
          commit([one]);
        } catch (own) {
          one.refuse(own);
        }
      }
    }
  };

  return (work) =>
    new Promise((resolve, refuse) => {
      const kept: { tell: () => void } = { tell: () => undefined };
      waiting.push({
        work: () => {
          const answer = work();
          kept.tell = () => resolve(answer);
        },
        tell: () => kept.tell(),
        refuse,
      });
      if (waiting.length === 1) setImmediate(flush);
    });
}

/** Locked, full or broken: alone each would wait and fail like all of them, and everybody else would wait for it. */
function isAboutTheDatabase(error: unknown): boolean {
  if (!(error instanceof StorageError)) return false;
  return ['busy', 'full', 'read-only', 'disk', 'damaged', 'closed'].includes(error.code);
}
