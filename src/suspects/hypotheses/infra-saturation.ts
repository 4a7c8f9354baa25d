import type { Hypothesis } from '../hypothesis.ts';
import { named } from './culprits.ts';

export const infraSaturation: Hypothesis = {
  id: 'infra.saturation',
  category: 'infra',
  sentence: '{culprit} waits for a resource that is used up.',
  culprits: (view) => named(view, ['latency-by-stage'], 'stage'),
  expects: {
    stageSlow: 0.96,
    saturated: 0.92,
    timeouts: 0.5,
    defaultScores: 0.3,
    restarts: 0.08,
    someHosts: 0.1,
    disagrees: 0.03,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    metricMoved: 0.3,
    volumeMoved: 0.15,
  },
  change: {
    kinds: { code: 0.4, infra: 0.2, config: 0.15, model: 0.08, flag: 0.05 },
    words:
      /embedding|transformer|synchron|in the request|inline|batch|warm|cache|thread|worker|pool|replica|autoscal|cpu|gpu|limit|memory|model size|library|on the fly|concurren/i,
  },
  mitigations: [
    { kind: 'toggle', words: 'Switch the expensive path of {culprit} off.', reversible: true },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'scale', words: 'Add replicas for {culprit}.', reversible: true },
    { kind: 'hotfix', words: 'Batch and preload {culprit}; give it a time budget.', reversible: true },
  ],
  guardrails: ['performance gate in CI with the live batch size', 'warm-up hook and a time budget per stage'],
  why: 'Why did no load test run {culprit} as the live path does?',
};
