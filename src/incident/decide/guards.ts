import type { IncidentState } from '../state/state.ts';
import { latestEvidence } from '../state/state.ts';
import type { Guard } from '../facts/team-facts.ts';

const PREVENTS: ReadonlySet<string> = new Set(['guardrail', 'monitor', 'test', 'process']);

/** What somebody who closes this incident now would have forgotten. Empty: nothing. */
export function guardsBeforeResolve(state: IncidentState): readonly Guard[] {
  const isBenign = state.ranking?.verdict === 'benign';
  const missing: Guard[] = [];
  if (!isBrokenDown(state)) missing.push('no-breakdown');
  if (isDrift(state) && !hasBusinessImpact(state)) missing.push('no-business-impact');
  if (state.snapshot === null || state.snapshot.versions.length === 0) missing.push('no-versions');
  // A false alarm has no cause to reproduce, and nothing that should have caught it.
  if (!isBenign && !state.actions.some((one) => PREVENTS.has(one.kind))) missing.push('no-guardrail');
  if (!isBenign && !isReproduced(state)) missing.push('no-reproduction');
  return missing;
}

/** What must be known before an alert is kept quiet for weeks: who carries the shift, and what a drift did to the business. */
export function guardsBeforeBenign(state: IncidentState): readonly Guard[] {
  const fitting: readonly Guard[] = ['no-breakdown', 'no-business-impact'];
  return guardsBeforeResolve(state).filter((guard) => fitting.includes(guard));
}

/** An irreversible mitigation, while a reversible one was proposed and none has been tried. */
export function guardsBeforeMitigation(state: IncidentState, reversible: boolean): readonly Guard[] {
  if (reversible) return [];
  const wasOffered = state.ranking?.mitigations.some((one) => one.reversible && one.kind !== 'none') ?? false;
  const wasTried = state.mitigations.some((one) => one.reversible);
  return wasOffered && !wasTried ? ['irreversible-first'] : [];
}

const isBrokenDown = (state: IncidentState): boolean =>
  state.breakdowns.length > 0 || (state.scope !== null && state.scope.answer !== 'inconclusive');

const isDrift = (state: IncidentState): boolean =>
  state.alerts[0]?.alert.signal === 'drift' || state.symptom?.metric === 'psi';

function hasBusinessImpact(state: IncidentState): boolean {
  const evidence = latestEvidence(state, 'business-impact');
  return evidence !== null && evidence.verdict.answer !== 'inconclusive';
}

/** Shown by a replay, or by a mitigation after which the metric came back. */
function isReproduced(state: IncidentState): boolean {
  const replayed = state.evidence.some(
    (one) => ['golden-replay', 'shadow-compare'].includes(one.check) && one.verdict.answer === 'shifted',
  );
  const recovered = state.mitigations.some((one) => one.recoveries.at(-1)?.verdict === 'recovered');
  return (
    replayed ||
    recovered ||
    state.selfCheck.some((one) => one.question === 'reproduced' && one.answer === 'yes')
  );
}
