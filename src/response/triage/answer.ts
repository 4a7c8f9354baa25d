import type { Investigation } from './investigate.ts';

/** The answer object of `fishbone investigate --json`: plain values, probabilities summing to at most 1. */
export function answerOf(investigation: Investigation) {
  const { symptom, scope, ranking } = investigation;
  const mitigation = ranking?.mitigations[0] ?? null;
  const next = ranking?.nextCheck ?? null;
  return {
    model: investigation.model,
    now: investigation.now.toISOString(),
    notes: investigation.notes,
    verdict: ranking?.verdict ?? 'inconclusive',
    verdict_reason: ranking?.verdictReason ?? 'nothing could be ranked',
    symptom: {
      metric: symptom?.metric ?? null,
      label: symptom?.label ?? null,
      before: symptom?.before?.value ?? null,
      after: symptom?.after?.value ?? null,
      onset: symptom?.onset?.at.toISOString() ?? null,
      onset_from: symptom?.onset?.from.toISOString() ?? null,
      onset_to: symptom?.onset?.to.toISOString() ?? null,
      changed: symptom?.changed ?? null,
      sentence: symptom?.sentence ?? null,
      reason: symptom?.reason ?? null,
    },
    scope: (scope?.segments ?? []).map((segment) => ({
      where: segment.where,
      share_of_change: segment.shareOfChange,
    })),
    scope_sentence: scope?.sentence ?? null,
    suspects: (ranking?.suspects ?? []).map((suspect) => ({
      id: suspect.id,
      category: suspect.category,
      culprit: suspect.culprit,
      ...(suspect.alongside === undefined ? {} : { alongside: suspect.alongside }),
      probability: suspect.probability,
      sentence: suspect.sentence,
    })),
    change: ranking?.change ?? null,
    mitigation:
      mitigation === null
        ? { kind: 'none', target: null }
        : { kind: mitigation.kind, target: mitigation.target },
    next_check:
      next === null
        ? null
        : { name: next.name, expected_information_gain_bits: next.expectedInformationGainBits },
    checks: investigation.evidence.map((one) => ({
      id: one.id,
      check: one.check,
      answer: one.verdict.answer,
      line: one.verdict.line,
    })),
    seconds: Number(investigation.seconds.toFixed(3)),
  };
}
