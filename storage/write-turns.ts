/**
 * Turns at the write lock of a database that several threads of this process write. SQLite lets whoever finds it locked
 * sleep and try again, ever longer, so that a thread which writes all the time keeps the others out for seconds; here
 * whoever came first writes next. Other processes wait as SQLite has it.
 */
export type WriteTurns = {
  /** Waits for its turn, works, and lets the next one in. */
  take<T>(work: () => T): T;
  /** What another thread needs to take turns with this one. */
  readonly memory: SharedArrayBuffer;
};

/** Where the counter holds the next number to be given out, and the number whose turn it is. */
const NEXT = 0;
const SERVED = 1;
/** After this long whoever has the turn is taken for gone, and SQLite's own lock decides. */
const PATIENCE_MS = 2_000;

/** Numbers as at a counter. `memory` is that of the threads to take turns with; without it a new counter opens. */
export function createWriteTurns(
  memory: SharedArrayBuffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT),
): WriteTurns {
  const counter = new Int32Array(memory);
  const serve = (number: number): void => {
    Atomics.store(counter, SERVED, number);
    Atomics.notify(counter, SERVED);
  };
  const waitFor = (mine: number): void => {
    for (;;) {
      const served = Atomics.load(counter, SERVED);
      // The numbers run over one day, their distance does not.
      if (((mine - served) | 0) <= 0) return;
      if (Atomics.wait(counter, SERVED, served, PATIENCE_MS) === 'timed-out') return serve(mine);
    }
  };
  return {
    memory,
    take(work) {
      const mine = Atomics.add(counter, NEXT, 1);
      waitFor(mine);
      try {
        return work();
      } finally {
        // Whoever was taken for gone and was only slow has been passed over.
        if (Atomics.load(counter, SERVED) === mine) serve((mine + 1) | 0);
      }
    },
  };
}
