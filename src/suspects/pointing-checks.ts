import type { Hypothesis } from './hypothesis.ts';
import { SIGNS } from './signs.ts';
import type { SignName } from './signs.ts';

/** A sign this likely under a hypothesis points at it. */
const POINTS = 0.5;
/** What moves with every release or crowd points at a moment, not at a cause. */
const CIRCUMSTANTIAL: ReadonlySet<string> = new Set(['changes', 'volume', 'prediction-drift']);

/** The checks that would point at this hypothesis if it were true, the most telling first. */
export function pointingChecks(hypothesis: Hypothesis): readonly string[] {
  const telling = Object.entries(hypothesis.expects)
    .filter((entry): entry is [SignName, number] => entry[0] in SIGNS && entry[1] >= POINTS)
    .map(([name, chance]) => ({ check: SIGNS[name].check, ratio: chance / SIGNS[name].background }))
    .filter(({ check }) => !CIRCUMSTANTIAL.has(check))
    .sort((a, b) => b.ratio - a.ratio);
  return [...new Set(telling.map(({ check }) => check))];
}
