import type { Hypothesis } from '../hypothesis.ts';
import { featuresFrom } from './culprits.ts';

export const upstreamOutage: Hypothesis = {
  id: 'upstream.outage',
  category: 'upstream',
  sentence: 'The source of {culprit} fails: it sends one default value, or nothing, for everybody.',
  culprits: (view) => featuresFrom(view, ['constant', 'upstream', 'null-rate']),
  expects: {
    partlyDefault: 0.45,
    scaled: 0.02,
    failsAtSource: 0.7,
    stuck: 0.65,
    nulls: 0.15,
    misses: 0.06,
    stale: 0.12,
    disagrees: 0.05,
    servedNull: 0.03,
    drift: 0.9,
    outOfRange: 0.25,
    offlineToo: 0.95,
    newValues: 0.15,
    buildDiffers: 0.03,
    shadowBuildDiffers: 0.03,
  },
  change: {
    kinds: { data: 0.03, infra: 0.02 },
    words:
      /vendor|provider|third.?party|partner|api|outage|quota|licen[cs]e|credential|token|endpoint|supplier/i,
  },
  mitigations: [
    { kind: 'fallback', words: 'Serve without {culprit} until its provider is back.', reversible: true },
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
  ],
  guardrails: [
    'check for constant values on every external feature',
    'contract and status page of the provider in the runbook',
  ],
  why: 'Why does the model trust {culprit} when its provider sends a default?',
};
