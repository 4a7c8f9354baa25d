import type { Hypothesis } from '../hypothesis.ts';

export const configThreshold: Hypothesis = {
  id: 'config.threshold',
  category: 'config',
  sentence: 'The score from which a decision is made is another one than before.',
  culprits: (view) => {
    const [first] = view.check('threshold')?.verdict.findings.filter((finding) => finding.shifted) ?? [];
    if (first === undefined) return [];
    return [
      // The version column is a dimension too, but no segment that anybody sets a threshold for.
      first.subject.kind === 'segment' && first.subject.name !== view.model.predictions.version
        ? { kind: 'segment', name: first.subject.name }
        : { kind: 'threshold', name: 'threshold' },
    ];
  },
  expects: {
    thresholdMoved: 0.97,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    versionWorse: 0.03,
    disagrees: 0.03,
    scoresMoved: 0.05,
    labelsChanged: 0.08,
    businessMoved: 0.7,
    featureBroken: 0.05,
  },
  change: {
    kinds: { config: 0.7, flag: 0.15, code: 0.05 },
    words: /threshold|cut.?off|decision|limit|score|policy|operating point|precision|recall|approve|reject/i,
  },
  mitigations: [
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'toggle', words: 'Set the threshold back for {culprit}.', reversible: true },
  ],
  guardrails: [
    'threshold changes reviewed with their effect per segment',
    'alert on the decision rate per segment',
  ],
  why: 'Why was the effect of the new threshold on {culprit} not seen before it went live?',
};
