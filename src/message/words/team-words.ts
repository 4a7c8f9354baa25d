import type { ActionKind, Guard, Role, SelfCheckQuestion } from '../../incident/facts/team-facts.ts';
import type { ActionItem } from '../../incident/state/team-state.ts';
import type { Text } from '../document.ts';

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  lead: 'lead',
  scribe: 'scribe',
  expert: 'domain expert',
};

export const ACTION_KIND_WORDS: Readonly<Record<ActionKind, string>> = {
  fix: 'fix',
  guardrail: 'guardrail',
  monitor: 'monitor',
  test: 'test',
  process: 'process',
};

/** What is missing, and what to do about it. */
export const GUARD_WORDS: Readonly<Record<Guard, { readonly missing: string; readonly how: string }>> = {
  'no-breakdown': {
    missing: 'nobody has looked at the segments, so it may go on for some of them',
    how: 'scope',
  },
  'no-business-impact': {
    missing: 'this is drift, and what it did to the business is not known',
    how: 'check business-impact',
  },
  'irreversible-first': {
    missing: 'this cannot be taken back, and something that can was not tried',
    how: 'mitigate',
  },
  'no-versions': { missing: 'which versions were serving is not recorded', how: 'timeline add' },
  'no-guardrail': {
    missing: 'nothing is planned that would catch it next time',
    how: 'action add',
  },
  'no-reproduction': {
    missing: 'the cause was neither reproduced nor taken away by one change',
    how: 'check golden-replay',
  },
};

export const SELF_CHECK_WORDS: Readonly<Record<SelfCheckQuestion, string>> = {
  reproduced: 'Can it be reproduced, and does one targeted change make it go away?',
  holds: 'Does the fix hold in every segment, and has it held for a while?',
  guardrail: 'Is there a guardrail now that keeps it from coming back?',
};

/** `A2 guardrail: contract test on feature keys — @priya, due 2026-03-20`. */
export function actionText(item: ActionItem): Text {
  const text: Text[number][] = [{ code: item.id }, ` ${ACTION_KIND_WORDS[item.kind]}: ${item.text}`];
  if (item.owner === null) text.push(' — ', { italic: 'nobody yet' });
  else text.push(' — ', { person: item.owner });
  if (item.due !== null) text.push(`, due ${item.due}`);
  if (item.done !== null) text.push(` ✓ ${item.done.words}`);
  return text;
}
