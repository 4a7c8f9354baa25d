import type { MitigationKind } from '../../suspects/vocabulary.ts';
import type { ActionKind, ActionWay, Guard, Role, SelfCheckQuestion } from '../facts/team-facts.ts';

/** What the team may want done to an incident. */
export type TeamCommand =
  | {
      readonly type: 'assign-role';
      readonly role: Role;
      readonly person: string | null;
      /** Said to whoever takes over. */
      readonly handoff: string | null;
    }
  | {
      readonly type: 'revise-why';
      readonly why: string;
      readonly text: string;
      readonly evidence: string | null;
    }
  | {
      readonly type: 'revise-timeline-entry';
      readonly entry: string;
      readonly happenedAt: Date | null;
      readonly text: string | null;
      readonly because: 'corrected' | 'edited' | 'deleted';
      /** A person may correct what that person added; the lead and the scribe may correct everything. */
      readonly person: string | null;
      readonly now: Date;
    }
  | { readonly type: 'star'; readonly entry: string; readonly starred: boolean }
  | {
      readonly type: 'approve-mitigation';
      readonly kind: MitigationKind;
      readonly target: string | null;
      readonly sentence: string;
      readonly undo: string;
      readonly reversible: boolean;
      readonly action: string | null;
      readonly way: ActionWay;
      /** Who approves, and how many different people must before it is done. */
      readonly person: string;
      readonly approvals: number;
      /** Why, although a guard speaks against it. */
      readonly although: string | null;
    }
  | {
      readonly type: 'end-mitigation';
      readonly mitigation: string;
      readonly outcome: 'done' | 'failed';
      readonly words: string;
    }
  | {
      readonly type: 'tick';
      readonly item: string;
      readonly answer: 'yes' | 'no' | 'not-needed';
      readonly words: string;
    }
  | {
      readonly type: 'raise-guards';
      readonly guards: readonly Guard[];
      readonly before: 'resolve' | 'mitigate';
    }
  | {
      readonly type: 'self-check';
      readonly answers: readonly {
        readonly question: SelfCheckQuestion;
        readonly answer: 'yes' | 'no' | 'unsure';
        readonly words: string;
      }[];
    }
  | {
      readonly type: 'post-update';
      readonly conditions: string;
      readonly actions: string;
      readonly needs: string;
      readonly stakeholders: string | null;
    }
  | { readonly type: 'snooze'; readonly until: Date; readonly now: Date }
  | {
      readonly type: 'add-action';
      readonly text: string;
      readonly kind: ActionKind;
      readonly owner: string | null;
      readonly due: string | null;
    }
  | {
      readonly type: 'change-action';
      readonly action: string;
      /** Undefined leaves it as it is. */
      readonly owner: string | null | undefined;
      readonly due: string | null | undefined;
    }
  | { readonly type: 'finish-action'; readonly action: string; readonly words: string };
