import { blame } from './changes.ts';
import { changeRatio } from './posterior.ts';
import type { Posterior, Weighed } from './posterior.ts';
import { pointingChecks } from './pointing-checks.ts';
import type { EvidenceView } from './view.ts';
import { conclusive } from './view.ts';

/** How much is believed of a suspect when a check is chosen; `weighed` null is "none of these". */
export type Belief = { readonly weighed: Weighed | null; readonly believed: number };

/**
 * The posterior as it is before a question: a hypothesis that nothing points at is faint there, and rightly so once the
 * checks that would point at it have answered. As long as they have not, it is believed as its prior and the changes say,
 * or the check that finds it would never be worth asking. Sums to 1.
 */
export function beliefsBeforeAsking(view: EvidenceView, posterior: Posterior): readonly Belief[] {
  const beliefs = posterior.weighed.map((weighed) => ({
    weighed,
    believed:
      weighed.culprit === null && mayStillBePointedAt(weighed, view)
        ? (weighed.probability / weighed.faded) *
          Math.exp(changeRatio(weighed.hypothesis, blame(weighed.hypothesis, null, view), view))
        : weighed.probability,
  }));
  const total = beliefs.reduce((sum, one) => sum + one.believed, posterior.none);
  return [
    ...beliefs.map((one) => ({ ...one, believed: one.believed / total })),
    { weighed: null, believed: posterior.none / total },
  ];
}

function mayStillBePointedAt({ hypothesis }: Weighed, view: EvidenceView): boolean {
  return pointingChecks(hypothesis).some((check) => !conclusive(view.check(check)));
}
