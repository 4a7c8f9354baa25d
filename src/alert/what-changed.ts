import type { Alert } from './alert.ts';

/**
 * What is news between two words of the same alert, in sentences; empty when it only repeats itself. A value counts when
 * it moved by at least `newsworthyShare` of its distance from the baseline, or of itself where no baseline is given:
 * monitors send a slightly different number with every repeat.
 */
export function whatChanged(before: Alert, now: Alert, newsworthyShare: number): readonly string[] {
  const changes: string[] = [];
  if (before.status === 'resolved' && now.status === 'firing')
    changes.push('it fires again after it was resolved');
  if (before.severity !== now.severity) changes.push(`severity ${before.severity} → ${now.severity}`);
  if (before.metric !== now.metric)
    changes.push(`metric ${before.metric ?? 'unnamed'} → ${now.metric ?? 'unnamed'}`);
  if (before.column !== now.column)
    changes.push(`column ${before.column ?? 'none'} → ${now.column ?? 'none'}`);
  if (moved(before, now, newsworthyShare)) changes.push(`value ${before.value} → ${now.value}`);
  return changes;
}

function moved(before: Alert, now: Alert, newsworthyShare: number): boolean {
  if (before.value === null || now.value === null) return false;
  const baseline = now.baseline ?? before.baseline;
  const yardstick = Math.abs(baseline === null ? before.value : before.value - baseline);
  const step = Math.abs(now.value - before.value);
  return step > 0 && step >= newsworthyShare * yardstick;
}
