/** Work of an incident that goes on and can be cancelled. Lives in memory: what a stop cut short is resumed from the log. */
export type RunningWork = {
  /** `signal` is aborted when the bot stops, or when a person cancels; `cancelledBy` tells the two apart. */
  begin(incident: string, stopping: AbortSignal): Work;
  /** Cancels all work of the incident; the answer says how much that was. */
  cancel(incident: string, person: string): number;
};

export type Work = {
  readonly signal: AbortSignal;
  /** The person who cancelled it; null otherwise. */
  cancelledBy(): string | null;
  end(): void;
};

export function createRunningWork(): RunningWork {
  const running = new Map<string, Set<(person: string) => void>>();
  return {
    begin(incident, stopping) {
      const cancelling = new AbortController();
      let cancelledBy: string | null = null;
      const cancel = (person: string): void => {
        cancelledBy ??= person;
        cancelling.abort(new Error('a person cancelled it'));
      };
      const own = running.get(incident) ?? new Set();
      own.add(cancel);
      running.set(incident, own);
      return {
        signal: AbortSignal.any([stopping, cancelling.signal]),
        cancelledBy: () => cancelledBy,
        end() {
          own.delete(cancel);
          if (own.size === 0 && running.get(incident) === own) running.delete(incident);
        },
      };
    },
    cancel(incident, person) {
      const own = [...(running.get(incident) ?? [])];
      for (const cancel of own) cancel(person);
      return own.length;
    },
  };
}
