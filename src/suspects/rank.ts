import { chanceOfChange } from './changes.ts';
import type { BlamedChange } from './changes.ts';
import { discardedOf } from './discarded.ts';
import { isInnocent, judge } from './judge.ts';
import { fillIn, mitigationsOf } from './mitigations.ts';
import { nextCheck } from './next-check.ts';
import { onsetByChange } from './onset-by-change.ts';
import { posteriorOf } from './posterior.ts';
import type { Posterior, Weighed } from './posterior.ts';
import { viewOf } from './view.ts';
import type { RankInput } from './view.ts';
import type { Mitigation, Ranking, Suspect } from './vocabulary.ts';

const MOST_SUSPECTS = 10;
const LEAST_PROBABILITY = 0.002;
/** The posterior odds above which a change is named as the one that brought the fault. */
const NAMED_FROM = 1.5;

/**
 * Ranks what may have caused the symptom: a posterior over hypotheses and culprits from the evidence there is, the verdict,
 * the change to blame, what to do first, and which check would tell most.
 */
export function rankSuspects(input: RankInput): Ranking {
  const view = viewOf(input);
  const posterior = posteriorOf(view);
  const judgement = judge(view, posterior);
  const top = posterior.weighed[0] ?? null;
  // A change is to blame for what is broken, or explains who came; where neither is so, it merely stood by.
  const stoodBy =
    judgement.verdict === 'benign' &&
    top !== null &&
    !isInnocent(top.hypothesis.id) &&
    top.hypothesis.id !== 'data.drift';
  const change = top === null || stoodBy ? null : namedChange(top);
  const listed = posterior.weighed
    .filter((one) => one.probability >= LEAST_PROBABILITY)
    .slice(0, MOST_SUSPECTS);
  return {
    ...judgement,
    suspects: listed.map((one) => suspectOf(one, posterior)),
    noneOfThese: noneOf(posterior),
    change,
    mitigations:
      judgement.verdict === 'incident' &&
      top !== null &&
      top.arguments.some((argument) => argument.logRatio > 0)
        ? withoutIdleness(mitigationsOf(top.hypothesis, top.culprit, change))
        : [leaveAlone(judgement.verdict)],
    nextCheck: nextCheck(view, posterior),
    discarded: discardedOf(posterior),
    onset: onsetByChange(view, { change, probability: top?.probability ?? 0 }),
  };
}

/** Doing nothing is for what is benign: in an incident it is offered only where nothing else is. */
function withoutIdleness(plans: readonly Mitigation[]): readonly Mitigation[] {
  const active = plans.filter((plan) => plan.kind !== 'none');
  return active.length === 0 ? plans : active;
}

const noneOf = (posterior: Posterior): number => Math.min(1, posterior.none);

function suspectOf(one: Weighed, posterior: Posterior): Suspect {
  const history = posterior.history.get(one.hypothesis.id);
  return {
    id: one.hypothesis.id,
    category: one.hypothesis.category,
    culprit: one.culprit,
    probability: one.probability,
    prior: one.prior,
    for: one.arguments.filter((argument) => argument.logRatio > 0.2),
    against: one.arguments.filter((argument) => argument.logRatio < -0.2),
    change: namedChange(one),
    sentence: fillIn(one.hypothesis.sentence, one.culprit, null),
    ...(history === undefined ? {} : { history }),
  };
}

/** The change is named when it is more probable than not that it, and no other or none, brought the fault. */
function namedChange(one: Weighed): string | null {
  const blamed: BlamedChange | null = one.blamed;
  if (blamed === null) return null;
  const q = chanceOfChange(one.hypothesis);
  const odds = (q * Math.exp(blamed.logRatio)) / (1 - q);
  return odds >= NAMED_FROM ? blamed.change.id : null;
}

function leaveAlone(verdict: Ranking['verdict']): Mitigation {
  return {
    kind: 'none',
    target: null,
    reversible: true,
    sentence: verdict === 'benign' ? 'Leave the model alone.' : 'Change nothing yet: find out more first.',
    verify:
      verdict === 'benign'
        ? 'the alert does not come back under a fair baseline.'
        : 'the next check gives an answer.',
  };
}
