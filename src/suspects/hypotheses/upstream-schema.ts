import type { Hypothesis } from '../hypothesis.ts';
import { featuresFrom } from './culprits.ts';

export const upstreamSchema: Hypothesis = {
  id: 'upstream.schema',
  category: 'upstream',
  sentence: 'The source of {culprit} writes it in another way: other names, types or codes.',
  culprits: (view) => featuresFrom(view, ['categories', 'schema', 'feature-drift']),
  expects: {
    partlyDefault: 0.02,
    scaled: 0.12,
    failsAtSource: 0.3,
    newValues: 0.92,
    drift: 0.85,
    nulls: 0.12,
    stuck: 0.02,
    misses: 0.03,
    stale: 0.03,
    disagrees: 0.06,
    offlineToo: 0.93,
    outOfRange: 0.25,
    buildDiffers: 0.03,
    shadowBuildDiffers: 0.03,
  },
  change: {
    kinds: { data: 0.45, code: 0.1 },
    words:
      /schema|column|rename|field|type|enum|code|vocabulary|taxonomy|version|contract|api|events|migration|columns? added/i,
  },
  mitigations: [
    {
      kind: 'hotfix',
      words: 'Translate the new codes of {culprit} back to the trained ones.',
      reversible: true,
    },
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
  ],
  guardrails: ['schema contract with the producer of {culprit}', 'alert on unseen categories'],
  why: 'Why could the producer change {culprit} without the contract failing?',
};
