import { didYouMean, nearestName } from '../src/config/nearest.ts';
import { HypothesisId } from '../src/suspects/vocabulary.ts';
import type { Reply } from './command.ts';
import { tell } from './answer.ts';

/** A cause as a person writes it: `config.feature-store`, or `feature-store` where no other ends so. */
export function readCause(
  word: string,
): { readonly kind: 'cause'; readonly id: HypothesisId } | { readonly kind: 'wrong'; readonly reply: Reply } {
  const said = word.toLowerCase();
  const exact = HypothesisId.safeParse(said);
  if (exact.success) return { kind: 'cause', id: exact.data };
  const [short, ...others] = HypothesisId.options.filter((id) => id.endsWith(`.${said}`));
  if (short !== undefined && others.length === 0) return { kind: 'cause', id: short };
  const afterDot = HypothesisId.options.map((id) => id.slice(id.indexOf('.') + 1));
  const nearest =
    nearestName(said, HypothesisId.options) === null && nearestName(said, afterDot) !== null
      ? didYouMean(said, afterDot)
      : didYouMean(said, HypothesisId.options);
  return {
    kind: 'wrong',
    reply: tell(
      `'${word}' is not a cause Fishbone knows${nearest}`,
      `Causes: ${HypothesisId.options.join(', ')}.`,
    ),
  };
}
