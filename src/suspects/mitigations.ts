import type { Hypothesis, MitigationPlan } from './hypothesis.ts';
import { pointingChecks } from './pointing-checks.ts';
import type { Culprit, Mitigation, MitigationKind } from './vocabulary.ts';

/** A change in brackets is said when it is known; one in the sentence must be known. */
const NEEDS_A_CHANGE = /(?<!\()\{change\}/;
const UNDOES_A_CHANGE: readonly MitigationKind[] = ['rollback', 'toggle'];

/**
 * How to stop it hurting: what can be taken back comes first, and among that the hypothesis' own order, least risky first.
 * `change` is the id of the change to blame, or null. Each says what to expect of it and how to see that it worked.
 */
export function mitigationsOf(
  hypothesis: Hypothesis,
  culprit: Culprit | null,
  change: string | null,
): readonly Mitigation[] {
  const verify = verification(hypothesis, culprit);
  return hypothesis.mitigations
    .filter((plan) => change !== null || !NEEDS_A_CHANGE.test(plan.words))
    .toSorted((a, b) => Number(b.reversible) - Number(a.reversible))
    .map((plan) => ({
      kind: plan.kind,
      target: UNDOES_A_CHANGE.includes(plan.kind)
        ? (change ?? culprit?.name ?? null)
        : (culprit?.name ?? null),
      reversible: plan.reversible,
      sentence: fillIn(plan.words, culprit, change),
      effect: effectOf(plan, change),
      verify,
    }));
}

/** `{culprit}` and `{change}` filled in; the sentence begins with a capital. */
export function fillIn(words: string, culprit: Culprit | null, change: string | null): string {
  const name = culprit?.name ?? (culprit === null ? 'something not named yet' : culprit.kind);
  const said = change === null ? words.replaceAll(' ({change})', '') : words;
  const filled = said.replaceAll('{culprit}', name).replaceAll('{change}', change ?? 'the change');
  return words.startsWith('{') ? filled : filled.charAt(0).toUpperCase() + filled.slice(1);
}

function verification(hypothesis: Hypothesis, culprit: Culprit | null): string {
  const [check] = pointingChecks(hypothesis);
  const own =
    check === undefined ? '' : `${check}${culprit?.name ? ` on ${culprit.name}` : ''} is steady, and `;
  return `${own}the metric is back within its interval of before, on every segment and for an hour of traffic.`;
}

function effectOf({ kind }: MitigationPlan, change: string | null): string {
  switch (kind) {
    case 'rollback':
    case 'toggle':
      return `What ${change ?? 'the change'} brought is gone for new requests; what it also improved is gone too.`;
    case 'fallback':
      return 'It stops getting worse at once; quality stays a little below normal while it lasts.';
    case 'scale':
      return 'Queues drain within minutes; the cause stays and costs capacity.';
    case 'backfill':
      return 'Values become right as they are written again; what was decided meanwhile is not undone.';
    case 'hotfix':
      return 'It removes the cause itself for new requests; being new code, it goes through a canary first.';
    case 'none':
      return 'Nothing changes for users; the alert is answered.';
  }
}
