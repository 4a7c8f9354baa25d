/** Makes Slack timestamps of the clock's time: seconds and six digits, never the same twice, never going back. */
export type Timestamps = {
  next(): string;
  /** From here on earlier times are fine again: nothing that has a timestamp is left. */
  startOver(): void;
};

export function timestamps(now: () => Date): Timestamps {
  let lastMicros = 0;
  return {
    next() {
      lastMicros = Math.max(lastMicros + 1, now().getTime() * 1000);
      return formatMicros(lastMicros);
    },
    startOver() {
      lastMicros = 0;
    },
  };
}

function formatMicros(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
