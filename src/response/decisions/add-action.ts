import type { IncidentState } from '../../incident/state/state.ts';
import type { TeamCommand } from '../../incident/decide/team-command.ts';
import type { ActionKind } from '../../incident/facts/team-facts.ts';
import { actionRule } from '../../monitors/rules/action-rule.ts';
import { leadingSuspect } from '../../suspects/vocabulary.ts';
import { recordCommand } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

/**
 * An action item, with the rule that would keep it where the bot knows one: written for the tools as the configuration and
 * the evidence are at this moment, so that what the thread, the note and the export show is the same.
 */
export function addAction(
  services: Services,
  input: {
    readonly incident: string;
    readonly person: string;
    readonly now: Date;
    readonly command: Extract<TeamCommand, { type: 'add-action' }>;
  },
): Promise<Outcome> {
  return recordCommand(services, {
    ...input,
    complete: (fact, state) => {
      if (fact.type !== 'action-added') return fact;
      const rule = ruleFor(services, state, fact);
      return rule === null ? fact : { ...fact, rule };
    },
  });
}

function ruleFor(
  services: Services,
  state: IncidentState,
  fact: { readonly action: string; readonly text: string; readonly kind: ActionKind },
): ReturnType<typeof actionRule> {
  const model = services.config.config.models[state.model];
  if (model === undefined) return null;
  try {
    return actionRule({
      incident: state.id,
      action: fact.action,
      text: fact.text,
      kind: fact.kind,
      modelName: state.model,
      model,
      culprit: state.confirmed?.culprit ?? leadingSuspect(state.ranking)?.culprit ?? null,
      evidence: state.evidence,
    });
  } catch (error) {
    // A name that no engine holds: the action item stands without a rule.
    services.log.warn('no rule could be written for an action item', { error: String(error) });
    return null;
  }
}
