import { useLayoutEffect, useState } from 'preact/hooks';

/** A value that the parts of the page look at together. */
export type Store<T> = {
  get(): T;
  set(change: Partial<T>): void;
  subscribe(listener: () => void): () => void;
};

export function createStore<T extends object>(first: T): Store<T> {
  let now = first;
  const listeners = new Set<() => void>();
  return {
    get: () => now,
    set(change) {
      now = { ...now, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value now; whoever asks is drawn again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [, redraw] = useState(0);
  const drawn = store.get();
  // Before the browser paints: what came between drawing and listening would never be shown.
  useLayoutEffect(() => {
    const draw = (): void => redraw((count) => count + 1);
    if (store.get() !== drawn) draw();
    return store.subscribe(draw);
  }, [store]);
  return drawn;
}
