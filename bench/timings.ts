import { availableParallelism, cpus, loadavg } from 'node:os';

/** The smallest value that at least `share` of the values do not exceed. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One row of a report, in milliseconds. */
export function timingRow(name: string, milliseconds: readonly number[]): string {
  const [median, p99, worst] = [0.5, 0.99, 1].map((share) =>
    quantileOf(milliseconds, share).toFixed(1).padStart(9),
  );
  return `${name.padEnd(44)}${median}${p99}${worst}`;
}

export const timingHead = `${'milliseconds'.padEnd(44)}   median      p99    worst`;

/** What a figure means little without. */
export function machineLine(): string {
  const load = loadavg()[0] ?? Number.NaN;
  return `Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load.toFixed(1)} over the last minute`;
}
