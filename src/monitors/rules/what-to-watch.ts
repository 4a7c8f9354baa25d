import type { ModelConfig } from '../../config/schema.ts';
import { WHOLE_REQUEST } from '../../symptom/serving-carriers.ts';
import { FEATURE_WATCHES } from './feature-watches.ts';
import { OUTCOME_WATCHES } from './outcome-watches.ts';
import { SERVING_WATCHES } from './serving-watches.ts';
import type { Watch } from './watch.ts';

/** The first whose words are said is meant: what is said in particular stands before what is said in general. */
const WATCHES: readonly Watch[] = [...OUTCOME_WATCHES, ...SERVING_WATCHES, ...FEATURE_WATCHES];

export type Culprit = { readonly kind: string; readonly name: string | null };

/** What an action item asks to watch, and of what; null when the bot knows no rule for its words. */
export function whatToWatch(
  text: string,
  { model, culprit }: { readonly model: ModelConfig; readonly culprit: Culprit | null },
): { readonly watch: Watch; readonly subject: string | null } | null {
  const watch = meant(withoutNames(text, model)) ?? meant(text);
  if (watch === undefined) return null;
  const named = namesFor(watch, model).filter((name) => says(text, name));
  const [longest] = named.toSorted((a, b) => b.length - a.length);
  const blamed = culprit !== null && culprit.kind === watch.subject ? culprit.name : null;
  return { watch, subject: watch.subject === null ? null : (longest ?? blamed) };
}

const meant = (text: string): Watch | undefined => WATCHES.find((one) => one.words.test(text));

function namesFor({ subject }: Watch, { predictions, requests }: ModelConfig): readonly string[] {
  switch (subject) {
    case 'feature':
    case 'named feature':
      return predictions.features;
    case 'stage':
      return [...(requests?.stages ?? []), WHOLE_REQUEST];
    case 'version':
    case null:
      return [];
  }
}

/** The null rate of a feature called `age` says nothing about ages. */
function withoutNames(text: string, { predictions, requests }: ModelConfig): string {
  const names = [...predictions.features, ...(requests?.stages ?? [])].filter((name) => name !== '');
  return names.reduce((rest, name) => (says(rest, name) ? rest.replaceAll(name, ' ') : rest), text);
}

function says(text: string, name: string): boolean {
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  if (at === -1) return false;
  const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);
  return !isWord(text[at - 1]) && !isWord(text[at + name.length]);
}
