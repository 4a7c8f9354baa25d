import { powerOfCheck } from './power.ts';
import type { Hypothesis } from './hypothesis.ts';
import { SIGNS } from './signs.ts';
import type { SignName } from './signs.ts';
import type { EvidenceView } from './view.ts';

/** A sign this likely under a hypothesis points at it. */
const POINTS = 0.5;
/** What moves with every release or crowd points at a moment, not at a cause. */
const CIRCUMSTANTIAL: ReadonlySet<string> = new Set(['changes', 'volume', 'prediction-drift']);

/** The checks that would point at this hypothesis if it were true, the most telling first. */
export function pointingChecks(hypothesis: Hypothesis): readonly string[] {
  const telling = likelySigns(hypothesis)
    .filter(({ check }) => !CIRCUMSTANTIAL.has(check))
    .sort((a, b) => b.ratio - a.ratio);
  return [...new Set(telling.map(({ check }) => check))];
}

function likelySigns({ expects }: Hypothesis) {
  return Object.entries(expects)
    .filter((entry): entry is [SignName, number] => entry[0] in SIGNS && entry[1] >= POINTS)
    .map(([name, chance]) => ({ check: SIGNS[name].check, chance, ratio: chance / SIGNS[name].background }));
}

/**
 * How likely it is that a check would have pointed at somebody if the hypothesis were true: by the check that sees it best, with the rows
 * it had. 0 where none could say, 1 where nothing could have been missed, or no check points at it at all.
 */
export function lookedFor(hypothesis: Hypothesis, view: EvidenceView): number {
  const signs = likelySigns(hypothesis);
  if (signs.length === 0) return 1;
  const surest = Math.max(...signs.map(({ chance }) => chance));
  return Math.max(...signs.map(({ check, chance }) => (chance / surest) * powerOfCheck(view.check(check))));
}
