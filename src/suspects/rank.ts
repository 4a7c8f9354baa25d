import { namedChange } from './changes.ts';
import { culpritNames } from './culprit-names.ts';
import { discardedOf } from './discarded.ts';
import { gather } from './gather.ts';
import type { Gathered } from './gather.ts';
import { isInnocent, judge } from './judge.ts';
import { fillIn, mitigationsOf } from './mitigations.ts';
import { nextCheck, SURE } from './next-check.ts';
import { onsetByChange, onsetByCulprit } from './onset-by-change.ts';
import { posteriorOf } from './posterior.ts';
import type { Posterior } from './posterior.ts';
import { viewOf } from './view.ts';
import type { RankInput } from './view.ts';
import type { Mitigation, Ranking, Suspect } from './vocabulary.ts';

const MOST_SUSPECTS = 10;
const LEAST_PROBABILITY = 0.002;

/**
 * Ranks what may have caused the symptom: a posterior over hypotheses and culprits from the evidence there is, the verdict,
 * the change to blame, what to do first, and which check would tell most.
 */
export function rankSuspects(input: RankInput): Ranking {
  const view = viewOf(input);
  const posterior = posteriorOf(view);
  const gathered = gather(posterior.weighed);
  const judgement = judge(view, { ...posterior, weighed: gathered });
  const top = gathered[0] ?? null;
  // A change is to blame for what is broken, or explains who came; where neither is so, it merely stood by.
  const stoodBy =
    judgement.verdict === 'benign' &&
    top !== null &&
    !isInnocent(top.hypothesis.id) &&
    top.hypothesis.id !== 'data.drift';
  const change = top === null || stoodBy ? null : (namedChange(top)?.change.id ?? null);
  const own = onsetByCulprit(view, top);
  const onset = own ?? view.symptom?.onset ?? null;
  const listed = gathered.filter((one) => one.probability >= LEAST_PROBABILITY).slice(0, MOST_SUSPECTS);
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
    nextCheck: (top?.probability ?? 0) >= SURE ? null : nextCheck(view, posterior),
    discarded: discardedOf(posterior),
    onset: onsetByChange(view, { change, probability: top?.probability ?? 0, onset }) ?? own,
  };
}

/** Doing nothing is for what is benign: in an incident it is offered only where nothing else is. */
function withoutIdleness(plans: readonly Mitigation[]): readonly Mitigation[] {
  const active = plans.filter((plan) => plan.kind !== 'none');
  return active.length === 0 ? plans : active;
}

const noneOf = (posterior: Posterior): number => Math.min(1, posterior.none);

function suspectOf(one: Gathered, posterior: Posterior): Suspect {
  const history = posterior.history.get(one.hypothesis.id);
  return {
    id: one.hypothesis.id,
    category: one.hypothesis.category,
    culprit: one.culprit,
    ...(one.alongside.length === 0 ? {} : { alongside: one.alongside }),
    probability: one.probability,
    prior: one.prior,
    for: one.arguments.filter((argument) => argument.logRatio > 0.2),
    against: one.arguments.filter((argument) => argument.logRatio < -0.2),
    change: namedChange(one)?.change.id ?? null,
    sentence: sentenceOf(one),
    ...(history === undefined ? {} : { history }),
  };
}

function sentenceOf({ hypothesis, culprit, alongside }: Gathered): string {
  const own = fillIn(hypothesis.sentence, culprit, null);
  const others = culpritNames({ culprit: null, alongside });
  return others === null ? own : `${own} The evidence is the same on ${others}.`;
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
