import type { Segment } from '../../alert/alert.ts';
import type { MitigationKind } from '../../suspects/vocabulary.ts';
import type { ActionRule } from '../../monitors/rules/action-rule.ts';
import type { Actor } from '../facts/events.ts';
import type { Severity } from '../severity-level.ts';
import type {
  ActionKind,
  ActionWay,
  Guard,
  Recovery,
  Role,
  SelfCheckQuestion,
  SeverityReason,
} from '../facts/team-facts.ts';

/** A mitigation that a person approved, and how far it came. */
export type ApprovedMitigation = {
  readonly id: string;
  readonly kind: MitigationKind;
  readonly target: string | null;
  readonly sentence: string;
  readonly undo: string;
  readonly reversible: boolean;
  readonly action: string | null;
  readonly way: ActionWay;
  readonly by: Actor;
  readonly at: Date;
  /** Who approved it after the first. */
  readonly seconds: readonly Actor[];
  /** `awaiting`: another person must approve it, too. */
  readonly state: 'awaiting' | 'approved' | 'started' | 'done' | 'failed' | 'unclear';
  readonly endedAt: Date | null;
  readonly words: string;
  /** Newest last. */
  readonly recoveries: readonly {
    readonly verdict: Recovery;
    readonly sentence: string;
    readonly segments: readonly {
      readonly where: Segment;
      readonly verdict: Recovery;
      readonly sentence: string;
    }[];
    readonly again: Date | null;
    readonly at: Date;
  }[];
};

export type ActionItem = {
  readonly id: string;
  readonly text: string;
  readonly kind: ActionKind;
  readonly owner: string | null;
  readonly due: string | null;
  readonly addedBy: Actor;
  /** What would keep it, written for the tools; null where the bot knows no rule. */
  readonly rule: ActionRule | null;
  readonly done: { readonly at: Date; readonly by: Actor; readonly words: string } | null;
};

/** What the team decided, did and promised. */
export type TeamState = {
  readonly severityProposal: {
    readonly severity: Severity;
    readonly reasons: readonly SeverityReason[];
  } | null;
  /** Whether a person chose the severity, and whether another one was proposed since: it is not asked a second time. */
  readonly severityChoice: 'none' | 'chosen' | 'asked-again';
  readonly roles: readonly { readonly role: Role; readonly person: string; readonly since: Date }[];
  readonly mitigations: readonly ApprovedMitigation[];
  /** Answers of people, newest last; what the bot can answer itself is not kept but looked at. */
  readonly ticks: readonly {
    readonly item: string;
    readonly answer: 'yes' | 'no' | 'not-needed';
    readonly words: string;
    readonly by: Actor;
    readonly at: Date;
  }[];
  readonly guardsRaised: readonly Guard[];
  readonly overrides: readonly { readonly guard: Guard; readonly reason: string; readonly by: Actor }[];
  readonly selfCheck: readonly {
    readonly question: SelfCheckQuestion;
    readonly answer: 'yes' | 'no' | 'unsure';
    readonly words: string;
    readonly by: Actor;
  }[];
  readonly updates: readonly {
    readonly conditions: string;
    readonly actions: string;
    readonly needs: string;
    readonly stakeholders: string | null;
    readonly by: Actor;
    readonly at: Date;
  }[];
  readonly remindedAt: { readonly update: Date | null; readonly actions: Date | null };
  readonly snoozedUntil: Date | null;
  readonly actions: readonly ActionItem[];
  /** Who wanted what and may not. */
  readonly refusals: readonly {
    readonly asked: string | null;
    readonly reason: string;
    readonly by: Actor;
    readonly at: Date;
  }[];
};

export const NO_TEAM: TeamState = {
  severityProposal: null,
  severityChoice: 'none',
  roles: [],
  mitigations: [],
  ticks: [],
  guardsRaised: [],
  overrides: [],
  selfCheck: [],
  updates: [],
  remindedAt: { update: null, actions: null },
  snoozedUntil: null,
  actions: [],
  refusals: [],
};

/** Who has a role, the newest first. */
export function holdersOf(state: Pick<TeamState, 'roles'>, role: Role): readonly string[] {
  return state.roles
    .filter((one) => one.role === role)
    .map((one) => one.person)
    .toReversed();
}
