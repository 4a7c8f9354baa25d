import type { Hypothesis } from '../hypothesis.ts';
import { misrouted } from '../signs/model-signs.ts';

export const configRouting: Hypothesis = {
  id: 'config.routing',
  category: 'config',
  sentence: 'Traffic goes to {culprit} in another share than it should.',
  culprits: (view) => misrouted(view).map((finding) => ({ kind: 'version', name: finding.subject.name })),
  expects: {
    sharesMoved: 0.96,
    versionAppeared: 0.03,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    disagrees: 0.03,
    featureBroken: 0.05,
    labelsChanged: 0.1,
    thresholdMoved: 0.08,
    scoresMoved: 0.7,
    metricMoved: 0.85,
  },
  change: {
    kinds: { flag: 0.5, config: 0.3, infra: 0.05, model: 0.05 },
    words:
      /hold.?back|rollout|split|traffic|route|routing|percent|canary|experiment|bucket|weight|flag|shadow|\d+ ?%/i,
  },
  mitigations: [
    { kind: 'toggle', words: 'Set the traffic share of {culprit} back ({change}).', reversible: true },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
  ],
  guardrails: ['alert on the share of each version', 'sample-ratio check on every experiment'],
  why: 'Why could {culprit} get that share of the traffic without a sample-ratio alarm?',
};
