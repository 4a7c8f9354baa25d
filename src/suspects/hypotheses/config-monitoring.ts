import { claimRefuted } from '../claim.ts';
import { conclusive } from '../view.ts';
import type { Hypothesis } from '../hypothesis.ts';

export const configMonitoring: Hypothesis = {
  id: 'config.monitoring',
  category: 'config',
  sentence: 'Nothing is broken: the alert compares with a baseline that is not comparable any more.',
  // That nothing else is found is no evidence against a monitor: another baseline, or the measurement itself, must speak against it.
  culprits: (view) =>
    view.alert !== null &&
    ['drift', 'data-quality'].includes(view.alert.signal) &&
    (conclusive(view.check('baseline')) || claimRefuted(view))
      ? [{ kind: 'baseline', name: view.alert.column }]
      : [],
  expects: {
    anythingBroken: 0.03,
    metricMoved: 0.05,
    businessMoved: 0.08,
    survivesBaselines: 0.1,
    mixMoved: 0.4,
    nulls: 0.02,
    labelsChanged: 0.03,
    disagrees: 0.02,
  },
  change: {
    kinds: { config: 0.45, campaign: 0.1, data: 0.05 },
    words:
      /baseline|monitor|alert|window|reference|threshold|drift job|compares? with|training set|snapshot/i,
    // Few changes are about a monitor at all.
    telling: 10,
  },
  mitigations: [
    { kind: 'none', words: 'Leave the model alone; compare with a rolling baseline.', reversible: true },
  ],
  guardrails: [
    'rolling baseline with seasons and campaigns written down',
    'alert only on drift with harm to metric or business',
  ],
  why: 'Why does the alert compare with a baseline that this traffic was never like?',
};
