import { AsyncLocalStorage } from 'node:async_hooks';

export type DeliverySteps = {
  /** Does the work under the name of its delivery. */
  within<Result>(delivery: string, work: () => Promise<Result>): Promise<Result>;
  /** Starts work that a delivery sets going and that goes on without it. */
  outside<Result>(work: () => Result): Result;
  /** The name of the next write: `inbox 12 #1`, `inbox 12 #2`, …; null outside of a delivery. */
  next(): string | null;
};

/**
 * A delivery that a crash cut short is handled again from its beginning. Its writes come in the same order, so the name of
 * the delivery and a count tell which of them were made before.
 */
export function createDeliverySteps(): DeliverySteps {
  const current = new AsyncLocalStorage<{ readonly delivery: string; written: number }>();
  return {
    within: (delivery, work) => current.run({ delivery, written: 0 }, work),
    outside: (work) => current.exit(work),
    next() {
      const handling = current.getStore();
      if (handling === undefined) return null;
      handling.written += 1;
      return `${handling.delivery} #${handling.written}`;
    },
  };
}
