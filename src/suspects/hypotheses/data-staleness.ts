import type { Hypothesis } from '../hypothesis.ts';
import { featureToldAged } from '../signs/told-aged.ts';
import { conclusive } from '../view.ts';
import { featuresFrom } from './culprits.ts';

export const dataStaleness: Hypothesis = {
  id: 'data.staleness',
  category: 'data',
  sentence: '{culprit} is not refreshed any more: the values served are old.',
  culprits: (view) => {
    const aged = featuresFrom(view, ['freshness', 'feature-store'], ({ measure }) => measure !== 'miss rate');
    if (conclusive(view.check('freshness'))) return aged;
    // Old values differ from the offline ones by no rule; where nobody keeps ages, that is all there is to see, and what the alert says.
    const told = featureToldAged(view);
    const unnamed = featuresFrom(view, ['parity'], (finding) => finding.detail?.['transform'] === 'unnamed');
    const all = [...aged, ...unnamed, ...(told === null ? [] : [{ kind: 'feature' as const, name: told }])];
    return all.filter(({ name }, place) => all.findIndex((one) => one.name === name) === place);
  },
  expects: {
    scaled: 0.01,
    failsAtSource: 0.03,
    stale: 0.95,
    aged: 0.85,
    toldAged: 0.5,
    nulls: 0.02,
    misses: 0.04,
    disagrees: 0.85,
    noTransform: 0.9,
    servedNull: 0.02,
    fixedTransform: 0.03,
    serialTransform: 0.02,
    stuck: 0.08,
    offlineToo: 0.05,
    buildDiffers: 0.03,
    shadowBuildDiffers: 0.03,
  },
  change: {
    kinds: { data: 0.3, infra: 0.15, config: 0.08, code: 0.04 },
    words:
      /refresh|materiali[sz]|schedule|cron|airflow|dag|job|batch|ttl|stream|consumer|lag|pause|freeze|snapshot|backfill/i,
  },
  mitigations: [
    { kind: 'backfill', words: 'Run the refresh of {culprit} again and watch its age.', reversible: true },
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
  ],
  guardrails: [
    'alert on the age of feature values against their TTL',
    'fail the refresh job loudly when it writes nothing',
  ],
  why: 'Why did the refresh of {culprit} stop without anybody hearing of it?',
};
