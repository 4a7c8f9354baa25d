import type { Category, Culprit, HypothesisId, Ranking } from '../../suspects/vocabulary.ts';
import type { Proof } from '../facts/cause-facts.ts';
import type { Actor } from '../facts/events.ts';

/** A benign verdict that keeps the same alert quiet until it expires. */
export type RememberedVerdict = {
  readonly explanation: HypothesisId | null;
  readonly distance: number | null;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly until: Date;
  readonly reason: string;
  readonly by: Actor;
  readonly at: Date;
};

/** What moved the suspects, how far the proof of the cause came, and what is remembered of it. */
export type CauseState = {
  /** The ranking before the newest one, and the evidence that came between them. */
  readonly lastMove: { readonly before: Ranking; readonly evidence: string | null } | null;
  readonly proofs: {
    readonly suspect: HypothesisId;
    readonly culprit: Culprit | null;
    readonly since: Date | null;
    readonly list: readonly Proof[];
    readonly at: Date;
  } | null;
  readonly confirmed: {
    readonly cause: HypothesisId;
    readonly culprit: Culprit | null;
    readonly category: Category;
    readonly evidence: readonly string[];
    readonly override: string | null;
    readonly by: Actor;
    readonly at: Date;
  } | null;
  readonly remembered: RememberedVerdict | null;
};

export const NO_CAUSE: CauseState = { lastMove: null, proofs: null, confirmed: null, remembered: null };
