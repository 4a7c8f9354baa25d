import type { IncidentEvent } from './facts/events.ts';
import { clocksOf } from './state/state.ts';
import type { IncidentState } from './state/state.ts';

/** The moments of an incident's life, and the seconds between them; null where the log does not say. */
export type Durations = {
  readonly acknowledgedAt: Date | null;
  readonly mitigatedAt: Date | null;
  /** From when it began to the first alert. */
  readonly detect: number | null;
  /** From the first alert to the first thing a person did. */
  readonly acknowledge: number | null;
  /** From when it began (or, where that is not known, from the first alert) until it stopped hurting. */
  readonly mitigate: number | null;
  /** From the same moment until it was closed. */
  readonly resolve: number | null;
};

/** How long each part of the work took. An incident that a person declared is acknowledged by that. */
export function durationsOf(events: readonly IncidentEvent[], state: IncidentState): Durations {
  const { began, detected, declared } = clocksOf(state);
  const firstAct = events.find((event) => event.actor.kind === 'person')?.at ?? null;
  const acknowledgedAt = state.declaredBy.kind === 'person' ? declared : firstAct;
  const start = began ?? detected ?? declared;
  const mitigatedAt = mitigatedAtOf(state);
  return {
    acknowledgedAt,
    mitigatedAt,
    detect: between(began, detected),
    acknowledge: between(detected ?? declared, acknowledgedAt),
    mitigate: between(start, mitigatedAt),
    resolve: between(start, state.resolution?.at ?? null),
  };
}

/** The mitigation after which the metric was measured to be back. */
export function mitigatedAtOf(state: Pick<IncidentState, 'mitigations'>): Date | null {
  const worked = state.mitigations.findLast((one) => one.recoveries.at(-1)?.verdict === 'recovered');
  return worked?.endedAt ?? null;
}

function between(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : Math.max(0, (to.getTime() - from.getTime()) / 1000);
}
