export type Bell = {
  /** Ends the wait at once; when nobody waits, the next wait ends at once. */
  ring(): void;
  /** Until the bell rings, or `milliseconds` have passed. */
  wait(milliseconds: number): Promise<void>;
};

/** A bell for one waiter, which never misses a ring between looking and waiting. */
export function createBell(): Bell {
  let rung = false;
  let awake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      awake?.();
    },
    async wait(milliseconds) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          awake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      awake = null;
      rung = false;
    },
  };
}
