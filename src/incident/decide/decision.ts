import { redact } from '../../redact/redact.ts';
import type { IncidentFact } from '../facts/events.ts';

/** What follows from a command: facts to record, or the reason why none. */
export type Decision =
  | { readonly kind: 'facts'; readonly facts: readonly IncidentFact[] }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string };

const LONGEST_TEXT = 3000;

export const decided = (...list: readonly IncidentFact[]): Decision => ({ kind: 'facts', facts: list });

export const refuse = (message: string, hint: string): Decision => ({ kind: 'refused', message, hint });

/** Words of a person, secrets taken out; or the refusal when there are none, or too many. */
export function wordsOf(
  said: string,
  what: string,
  example: string,
): { readonly kind: 'words'; readonly words: string } | Extract<Decision, { kind: 'refused' }> {
  const words = redact(said.trim());
  if (words === '') return { kind: 'refused', message: `${what} needs words`, hint: `Example: ${example}` };
  if (words.length <= LONGEST_TEXT) return { kind: 'words', words };
  return {
    kind: 'refused',
    message: `${what} has ${words.length.toLocaleString('en')} characters; ${LONGEST_TEXT.toLocaleString('en')} are kept`,
    hint: 'Shorten it, or link to the long text. Nothing was recorded.',
  };
}

export const listOf = (what: string, list: readonly { readonly id: string }[]): string =>
  list.length === 0 ? `There are no ${what} yet.` : `There are: ${list.map((one) => one.id).join(', ')}.`;
