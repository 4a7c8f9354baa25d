import type { Weighed } from './posterior.ts';
import type { Culprit } from './vocabulary.ts';

/** A hypothesis about its likeliest culprit, and the culprits that the evidence does not tell from that one. */
export type Gathered = Weighed & { readonly alongside: readonly Culprit[] };

/** Of two culprits that differ by less than this in probability, the evidence does not say which it is. */
const TOLD_APART = 2;

/**
 * One suspect for each hypothesis whose culprits the evidence cannot tell apart: two hosts that restart, a stage and the hosts it
 * is slow on, two columns that were swapped. Their probabilities are added up, because one fault that hits both is likelier
 * than two that hit one each; the likeliest names the suspect. Answers with the most probable first.
 */
export function gather(weighed: readonly Weighed[]): readonly Gathered[] {
  const led: { leader: Weighed; members: Weighed[] }[] = [];
  for (const one of weighed.toSorted((a, b) => b.probability - a.probability)) {
    const group = led.find(
      ({ leader }) =>
        leader.hypothesis.id === one.hypothesis.id && one.probability * TOLD_APART > leader.probability,
    );
    if (group === undefined) led.push({ leader: one, members: [] });
    else group.members.push(one);
  }
  return led
    .map(({ leader, members }) => ({
      ...leader,
      prior: members.reduce((sum, one) => sum + one.prior, leader.prior),
      probability: members.reduce((sum, one) => sum + one.probability, leader.probability),
      alongside: members.flatMap(({ culprit }) => (culprit === null ? [] : [culprit])),
    }))
    .sort((a, b) => b.probability - a.probability);
}
