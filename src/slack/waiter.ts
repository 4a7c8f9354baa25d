/** Sleeps until woken or until the time is up. A wake between two waits is not lost. */
export type Waiter = { wait(ms: number): Promise<void>; wake(): void };

export function createWaiter(): Waiter {
  let isAwake = false;
  let rouse: (() => void) | null = null;
  return {
    async wait(ms) {
      if (!isAwake) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          rouse = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rouse = null;
      isAwake = false;
    },
    wake() {
      isAwake = true;
      rouse?.();
    },
  };
}
