import { durationSeconds } from '../config/durations.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Windows } from '../time/window.ts';
import type { Onset } from './symptom.ts';

const hour = 3_600_000;
const minute = 60_000;
/** Kept free on both sides of the onset's interval, so that a misplaced onset leaks neither way. */
const leastGap = 5 * minute;
/** An interval that says little must not eat the windows. */
const greatestGap = 30 * minute;

/** How long the configuration's baseline is, in milliseconds. */
export function baselineLength(model: ModelConfig): number {
  return (durationSeconds(model.baseline.window) ?? 7 * 86_400) * 1000;
}

/**
 * The baseline ends before the onset's interval, the incident window runs from its end until now. Without an onset the incident is
 * taken to have begun an hour before the alert, and the baseline ends three hours before that.
 */
export function windowsAround(
  model: ModelConfig,
  moments: { readonly onset: Onset | null; readonly alertedAt: Date | null; readonly now: Date },
): Windows {
  const { onset, now } = moments;
  const length = baselineLength(model);
  if (onset === null) {
    const alerted = Math.min(moments.alertedAt?.getTime() ?? now.getTime(), now.getTime());
    const end = alerted - 4 * hour;
    return {
      baseline: { from: new Date(end - length), to: new Date(end) },
      incident: { from: new Date(Math.min(alerted - hour, now.getTime())), to: now },
      onset: null,
      now,
    };
  }
  const at = onset.at.getTime();
  const before = Math.min(greatestGap, Math.max(leastGap, at - onset.from.getTime()));
  const after = Math.min(greatestGap, Math.max(0, onset.to.getTime() - at));
  const end = at - before;
  // With little time since the onset every minute of the incident counts.
  const roomy = now.getTime() - at > 4 * after;
  return {
    baseline: { from: new Date(end - length), to: new Date(end) },
    incident: { from: new Date(Math.min(now.getTime(), at + (roomy ? after : 0))), to: now },
    onset: onset.at,
    now,
  };
}
