import type { Fault } from '../fault.ts';

/** Nothing happened, and a monitor fires all the same. */
export const none: Fault = {
  kind: 'none',
  inPipelines: false,
  inject: async () => ({
    verdict: 'benign',
    ids: [],
    culprits: [],
    mitigations: ['none'],
    scope: [],
    begins: false,
    change: null,
    watches: [{ metric: 'auc' }, { metric: 'mean_score' }, { metric: 'conversion' }],
    because: 'Nothing moved beyond its own variation.',
  }),
};
