import { CHECKS } from '../checks/list.ts';
import type { Check } from '../checks/check.ts';
import { infraText } from '../config/schema/infra-schema.ts';
import { entropyBits, expectedInformationGainBits } from '../statistics/belief/information.ts';
import { beliefsBeforeAsking } from './beliefs.ts';
import type { Belief } from './beliefs.ts';
import type { Posterior } from './posterior.ts';
import { SIGN_NAMES, SIGNS } from './signs.ts';
import type { SignName } from './signs.ts';
import type { EvidenceView } from './view.ts';
import { conclusive } from './view.ts';
import type { NextCheck, Outlook } from './vocabulary.ts';

/** Sure enough to stop asking. */
export const SURE = 0.9;
/** Less than this many bits is not worth anybody's minute. */
const LEAST_BITS = 0.01;
/** A check that could not say a moment ago may say more with more labels; most often it does not. */
const SAYS_MORE_NOW = 0.3;
/** A minute of a person's own, whatever the check costs. */
const HANDLING_MINUTES = 0.5;
const MOST_MOVES = 3;

type Rated = {
  readonly about: Check['about'];
  readonly sign: SignName | null;
  readonly gain: number;
  readonly value: number;
};

/**
 * The check that has not answered yet with the highest expected information gain for its cost: H(p) − Σ P(o) H(p | o) over
 * the two answers of the sign it tells best. Null when one suspect is nearly sure, or nothing would tell.
 */
export function nextCheck(view: EvidenceView, posterior: Posterior): NextCheck | null {
  if ((posterior.weighed[0]?.probability ?? 0) >= SURE) return null;
  const beliefs = beliefsBeforeAsking(view, posterior);
  const rated = CHECKS.filter(
    (check) => !conclusive(view.check(check.about.id)) && available(check.about, view),
  )
    .map((check) => rate(check, view, beliefs))
    .filter((one) => one.gain >= LEAST_BITS)
    .sort((a, b) => b.value - a.value);
  const best = rated[0];
  if (best === undefined) return null;
  const before = view.check(best.about.id)?.verdict;
  const failed = before?.answer === 'inconclusive' ? ` Last time it could not say: ${before.reason}` : '';
  return {
    name: best.about.id,
    expectedInformationGainBits: Number(best.gain.toFixed(3)),
    costMinutes: best.about.cost.minutes,
    why: `${best.about.question} It is expected to settle ${best.gain.toFixed(2)} of ${entropyBits(beliefs.map((one) => one.believed)).toFixed(2)} bits.${failed}`,
    outlooks: best.sign === null ? [] : outlooksOf(best.sign, beliefs),
    others: rated.slice(1, 4).map((one) => ({ name: one.about.id, bits: Number(one.gain.toFixed(3)) })),
  };
}

function available({ needs, insteadOfTables = [] }: Check['about'], view: EvidenceView): boolean {
  const tables: Readonly<Record<string, unknown>> = view.model;
  return (
    needs.every((need) => tables[need] !== undefined) ||
    insteadOfTables.some((query) => infraText(view.model.infra, query) !== null)
  );
}

function rate({ about }: Check, view: EvidenceView, beliefs: readonly Belief[]): Rated {
  const probabilities = beliefs.map((one) => one.believed);
  let [sign, gain]: [SignName | null, number] = [null, 0];
  for (const name of SIGN_NAMES.filter((one) => SIGNS[one].check === about.id)) {
    const saysYes = chancesOfYes(name, beliefs);
    const bits = expectedInformationGainBits(probabilities, [saysYes, saysYes.map((p) => 1 - p)]);
    if (bits > gain) [sign, gain] = [name, bits];
  }
  if (view.check(about.id) !== null) gain *= SAYS_MORE_NOW;
  return { about, sign, gain, value: gain / (HANDLING_MINUTES + about.cost.minutes) };
}

const chancesOfYes = (name: SignName, beliefs: readonly Belief[]): readonly number[] =>
  beliefs.map((one) => one.weighed?.hypothesis.expects[name] ?? SIGNS[name].background);

/** What either answer would mean: for each the suspects it would move most. */
function outlooksOf(name: SignName, beliefs: readonly Belief[]): readonly Outlook[] {
  const yes = chancesOfYes(name, beliefs);
  return (['shifted', 'steady'] as const).map((answer) => {
    const joint = beliefs.map((one, place) => {
      const says = yes[place] ?? 0;
      return one.believed * (answer === 'shifted' ? says : 1 - says);
    });
    const chance = joint.reduce((sum, part) => sum + part, 0);
    const moves = beliefs
      .flatMap(({ weighed }, place) =>
        weighed === null
          ? []
          : [
              {
                id: weighed.hypothesis.id,
                culprit: weighed.culprit,
                before: weighed.probability,
                after: chance === 0 ? 0 : (joint[place] ?? 0) / chance,
              },
            ],
      )
      .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, MOST_MOVES);
    return { answer, chance, moves };
  });
}
