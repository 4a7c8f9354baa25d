export type Turns = {
  /** Does the work as soon as it is its turn, in the order of asking. */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
};

/** Lets `most` works run at once; the others wait. */
export function createTurns(most: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async take(work) {
      if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        // A turn is handed on, so that nobody who comes now can take it.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
