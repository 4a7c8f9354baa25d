import { CHECKS } from '../checks/list.ts';
import { entropyBits, expectedInformationGainBits } from '../statistics/belief/information.ts';
import type { Posterior } from './posterior.ts';
import { SIGN_NAMES, SIGNS } from './signs.ts';
import type { SignName } from './signs.ts';
import type { EvidenceView } from './view.ts';
import { conclusive } from './view.ts';
import type { NextCheck } from './vocabulary.ts';

/** Sure enough to stop asking. */
const SURE = 0.9;
/** Less than this many bits is not worth anybody's minute. */
const LEAST_BITS = 0.01;

/**
 * The check that has not answered yet with the highest expected information gain for its cost: H(p) − Σ P(o) H(p | o) over
 * the two answers of the sign it tells best. Null when one suspect is nearly sure, or nothing would tell.
 */
export function nextCheck(view: EvidenceView, posterior: Posterior): NextCheck | null {
  const probabilities = [...posterior.weighed.map((one) => one.probability), posterior.none];
  if ((posterior.weighed[0]?.probability ?? 0) >= SURE) return null;
  const open = CHECKS.filter(
    (check) => !conclusive(view.check(check.about.id)) && available(check.about.needs, view),
  );
  const rated = open
    .map((check) => {
      const gain = Math.max(
        0,
        ...SIGN_NAMES.filter((name) => SIGNS[name].check === check.about.id).map((name) =>
          gainOf(name, posterior, probabilities),
        ),
      );
      return { about: check.about, gain, value: gain / (0.5 + check.about.cost.minutes) };
    })
    .filter((one) => one.gain >= LEAST_BITS)
    .sort((a, b) => b.value - a.value);
  const best = rated[0];
  if (best === undefined) return null;
  return {
    name: best.about.id,
    expectedInformationGainBits: Number(best.gain.toFixed(3)),
    costMinutes: best.about.cost.minutes,
    why: `${best.about.question} It is expected to settle ${best.gain.toFixed(2)} of ${entropyBits(probabilities).toFixed(2)} bits.`,
  };
}

function available(needs: readonly string[], view: EvidenceView): boolean {
  const tables: Readonly<Record<string, unknown>> = view.model;
  return needs.every((need) => tables[need] !== undefined);
}

function gainOf(name: SignName, posterior: Posterior, probabilities: readonly number[]): number {
  const { background } = SIGNS[name];
  const saysYes = [...posterior.weighed.map((one) => one.hypothesis.expects[name] ?? background), background];
  return expectedInformationGainBits(probabilities, [saysYes, saysYes.map((p) => 1 - p)]);
}
