import type { Hypothesis } from '../hypothesis.ts';
import { conclusive } from '../view.ts';
import { named, someHosts } from './culprits.ts';

export const infraRestarts: Hypothesis = {
  id: 'infra.restarts',
  category: 'infra',
  sentence: '{culprit} restarts again and again.',
  // Where nobody counts restarts, errors on some of the hosts point at these.
  culprits: (view) => [
    ...named(view, ['restarts'], 'host'),
    ...(conclusive(view.check('restarts')) ? [] : someHosts(view, 'errors')),
  ],
  expects: {
    restarts: 0.97,
    otherErrors: 0.7,
    timeouts: 0.4,
    defaultScores: 0.4,
    stageSlow: 0.5,
    saturated: 0.3,
    someHosts: 0.5,
    disagrees: 0.03,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
  },
  change: {
    kinds: { infra: 0.3, config: 0.25, code: 0.25, model: 0.05 },
    words:
      /memory|cache|heap|oom|limit|probe|liveness|readiness|restart|crash|leak|pod|container|node|kernel|image|base image/i,
  },
  mitigations: [
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'scale', words: 'Take {culprit} out of rotation and add a healthy replica.', reversible: true },
    { kind: 'fallback', words: 'Send its traffic to the other hosts.', reversible: true },
  ],
  guardrails: ['alert on restarts per hour', 'memory limit tested with the live model size'],
  why: 'Why did the restarts of {culprit} not page anybody?',
};
