import { durationSeconds } from '../config/durations.ts';
import type { ModelConfig, MonitorConfig } from '../config/schema.ts';
import { baselineLength } from '../symptom/windows.ts';
import type { Windows } from '../time/window.ts';

/**
 * What one run compares: the incident window ends at the slot, or as much earlier as labels take; the baseline ends where it
 * begins. Nothing later than the slot is read.
 */
export function spansAt(monitor: MonitorConfig, model: ModelConfig, slot: Date): Windows {
  const to = slot.getTime() - milliseconds(monitor.label_delay);
  const from = to - milliseconds(monitor.window.incident);
  const length =
    monitor.window.baseline === undefined ? baselineLength(model) : milliseconds(monitor.window.baseline);
  return {
    baseline: { from: new Date(from - length), to: new Date(from) },
    incident: { from: new Date(from), to: new Date(to) },
    onset: null,
    now: slot,
  };
}

/** A duration of the configuration, which has looked at it already. */
export function milliseconds(duration: string): number {
  return (durationSeconds(duration) ?? 0) * 1000;
}
