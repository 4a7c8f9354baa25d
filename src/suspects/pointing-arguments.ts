import type { Hypothesis } from './hypothesis.ts';
import type { Reading } from './signs/sign.ts';
import type { SignName } from './signs.ts';
import type { Argument } from './vocabulary.ts';

/** A log-likelihood ratio from which an argument points at somebody. */
const POINTS = 1;

/**
 * The arguments in which a check points at a suspect itself. That something changed, that a version came, or that everything else is
 * sound speaks for many at once and points at none; who gets which version is what routing is suspected of.
 */
export function pointingArguments(one: {
  readonly hypothesis: Hypothesis;
  readonly arguments: readonly Argument[];
  readonly readings: Readonly<Partial<Record<SignName, Reading>>>;
}): readonly Argument[] {
  const soundness = one.readings.anythingBroken;
  const leftOver = soundness?.state === 'no' ? soundness.words : null;
  return one.arguments.filter(
    ({ check, logRatio, words }) =>
      logRatio > POINTS &&
      words !== leftOver &&
      check !== 'changes' &&
      (check !== 'routing' || one.hypothesis.id === 'config.routing'),
  );
}
