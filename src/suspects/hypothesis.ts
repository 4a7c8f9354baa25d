import type { EvidenceView } from './view.ts';
import type { SignName } from './signs.ts';
import type { Category, Culprit, HypothesisId, MitigationKind } from './vocabulary.ts';

/** How likely each sign is when this hypothesis is true of its culprit. A sign not named is as likely as ever. */
export type Expectations = Readonly<Partial<Record<SignName, number>>>;

/** What a change looks like that brings this kind of fault. */
export type ChangeProfile = {
  /** How likely it is that a change was recorded at all, and of which kind: P(a change of this kind brought it). */
  readonly kinds: Readonly<Partial<Record<ChangeKind, number>>>;
  /** Words of its mechanism, in a component or title. */
  readonly words: RegExp;
  /** How many times as often a culprit has such words as a bystander has. */
  readonly telling?: number;
};

export type ChangeKind = 'model' | 'code' | 'config' | 'flag' | 'infra' | 'data' | 'campaign';

export type MitigationPlan = {
  readonly kind: MitigationKind;
  /** `{culprit}` and `{change}` are filled in. A plan that names a change is offered only when there is one. */
  readonly words: string;
  readonly reversible: boolean;
};

/** A kind of cause: how its culprit is named, what it would show, how to stop it hurting, and what would have caught it. */
export type Hypothesis = {
  readonly id: HypothesisId;
  readonly category: Category;
  /** In one sentence, with `{culprit}`. */
  readonly sentence: string;
  /** Whom the evidence points at; empty when nothing points here. */
  culprits(view: EvidenceView): readonly Culprit[];
  readonly expects: Expectations;
  readonly change: ChangeProfile;
  /** Least risky and most reversible first. */
  readonly mitigations: readonly MitigationPlan[];
  readonly guardrails: readonly string[];
  readonly why: string;
};
