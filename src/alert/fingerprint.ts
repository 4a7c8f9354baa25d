import { createHash } from 'node:crypto';

/** An identity for an alert whose sender gives none: the same parts give the same 16 hexadecimal digits. */
export function derivedFingerprint(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** An identity made of an alert's labels, whatever their order: what Prometheus itself takes for an alert's identity. */
export function labelsFingerprint(labels: Readonly<Record<string, string>>): string {
  const ordered = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return derivedFingerprint(ordered);
}
