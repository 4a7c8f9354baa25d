import { write } from './connection.ts';
import type { Connection } from './connection.ts';

/** A small write, done with those that are asked for at the same moment. Answers when it is committed. */
export type WriteTogether = <Answer>(work: () => Answer) => Promise<Answer>;

type Waiting = {
  readonly work: () => void;
  readonly refuse: (error: unknown) => void;
  readonly tell: () => void;
};

/**
 * Puts writes that arrive within one turn of the event loop into one transaction, in the order in which they came. When it
 * fails, each is tried alone, so that one that cannot be done does not take the others with it.
 */
export function writeTogether(connection: Connection): WriteTogether {
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
      if (batch.length === 1) return batch[0]?.refuse(error);
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
