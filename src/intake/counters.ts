/** Counts by name and labels since the process started. */
export type Counters = {
  count(name: CounterName, labels: Readonly<Record<string, string>>, by?: number): void;
  readonly series: () => readonly Series[];
};

type CounterName = keyof typeof counterHelp;
export type Series = {
  readonly name: CounterName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

export const counterHelp = {
  fishbone_intake_requests_total: 'Requests to the alert door, by source and outcome.',
  fishbone_alerts_received_total: 'Alerts in accepted deliveries, by source.',
  fishbone_alerts_handled_total: 'Alerts handed to the responder, by source and what became of them.',
} as const;

export function createCounters(): Counters {
  const series = new Map<string, Series>();
  return {
    count(name, labels, by = 1) {
      const key = JSON.stringify([name, Object.entries(labels)]);
      series.set(key, { name, labels, value: (series.get(key)?.value ?? 0) + by });
    },
    series: () => [...series.values()],
  };
}
