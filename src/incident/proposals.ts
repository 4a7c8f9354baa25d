import type { ActionConfig } from '../config/schema/actions-schema.ts';
import type { Mitigation } from '../suspects/vocabulary.ts';
import type { IncidentState } from './state/state.ts';

/** One way to stop it hurting, with who would do it and how it is taken back. */
export type Proposal = Mitigation & {
  /** 1 is the first to try. */
  readonly number: number;
  /** The name under `actions`; null: by hand. */
  readonly action: string | null;
  readonly way: 'webhook' | 'workflow' | 'person';
  readonly does: string;
  readonly undo: string;
};

const RISK: Readonly<Record<Mitigation['kind'], number>> = {
  toggle: 0,
  fallback: 1,
  rollback: 2,
  scale: 3,
  hotfix: 4,
  backfill: 5,
  none: 6,
};

const UNDO: Readonly<Record<Mitigation['kind'], string>> = {
  toggle: 'switch it the other way again',
  fallback: 'serve the model again as before',
  rollback: 'deploy it again',
  scale: 'scale back',
  hotfix: 'revert the hotfix',
  backfill: 'what was written over cannot be brought back; keep a copy first',
  none: 'there is nothing to undo',
};

/**
 * What may be done now: what can be taken back first, then what is least risky by its kind; within a kind in the order in
 * which the hypothesis names it. Configured actions carry them out where their kind and model fit.
 */
export function proposalsOf(
  state: Pick<IncidentState, 'ranking' | 'model'>,
  actions: Readonly<Record<string, ActionConfig>>,
): readonly Proposal[] {
  const known = (state.ranking?.mitigations ?? []).filter((one) => one.kind !== 'none');
  return known
    .toSorted((a, b) => Number(b.reversible) - Number(a.reversible) || RISK[a.kind] - RISK[b.kind])
    .map((one, index): Proposal => {
      const found = Object.entries(actions).find(([, action]) => fits(action, one, state.model));
      const number = index + 1;
      if (found === undefined)
        return { ...one, number, action: null, way: 'person', does: one.sentence, undo: UNDO[one.kind] };
      const [name, action] = found;
      return {
        ...one,
        number,
        action: name,
        way: action.type,
        does: fill(action.does, one.target),
        undo: fill(action.undo, one.target),
      };
    });
}

function fits(action: ActionConfig, mitigation: Mitigation, model: string): boolean {
  if (!action.kinds.includes(mitigation.kind)) return false;
  if (action.models.length > 0 && !action.models.includes(model)) return false;
  return action.targets.length === 0 || action.targets.includes(mitigation.target ?? '');
}

const fill = (words: string, target: string | null): string => words.replaceAll('{target}', target ?? 'it');
