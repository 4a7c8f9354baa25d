import type { Actor } from '../facts/events.ts';
import type { PlanStep } from '../facts/work-facts.ts';

/** Checks that run, or ran, together. `seq` is the number of the event that planned them: it names the plan. */
export type Plan = {
  readonly seq: number;
  readonly because: 'triage' | 'asked';
  readonly steps: readonly PlanStep[];
  readonly by: Actor;
  readonly at: Date;
  readonly ended: {
    readonly how: 'finished' | 'cancelled';
    readonly done: number;
    readonly seconds: number;
    readonly by: Actor;
  } | null;
};

export type WorkState = { readonly plans: readonly Plan[] };

export const NO_WORK: WorkState = { plans: [] };
