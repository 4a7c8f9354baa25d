import type { Hypothesis } from '../hypothesis.ts';
import { named } from './culprits.ts';

export const infraTimeouts: Hypothesis = {
  id: 'infra.timeouts',
  category: 'infra',
  sentence: '{culprit} hits its deadline, and those requests get the default score.',
  culprits: (view) => [...named(view, ['latency-by-stage'], 'stage'), ...named(view, ['fallback'], 'host')],
  expects: {
    stageSlow: 0.85,
    timeouts: 0.9,
    defaultScores: 0.92,
    saturated: 0.06,
    restarts: 0.06,
    someHosts: 0.6,
    disagrees: 0.04,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    metricMoved: 0.85,
  },
  change: {
    kinds: { infra: 0.2, config: 0.2, code: 0.08 },
    words:
      /timeout|deadline|retry|circuit|network|dns|mesh|proxy|keep.?alive|connection|pool|latency|region|node|host/i,
  },
  mitigations: [
    { kind: 'fallback', words: 'Send the traffic of the affected hosts elsewhere.', reversible: true },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'scale', words: 'Replace or add hosts for {culprit}.', reversible: true },
    {
      kind: 'hotfix',
      words: 'Raise the deadline of {culprit} with a budget that the callers can bear.',
      reversible: true,
    },
  ],
  guardrails: [
    'alert on the share of default scores',
    'deadline budget per stage with an alert on the slowest',
  ],
  why: 'Why did nobody hear that default scores were served?',
};
