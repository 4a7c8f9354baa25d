import { column, isNull } from '../sql/build.ts';
import { answerWith } from './answer-with.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare/compare-shares.ts';
import { featureCounts, featurePairs, type FeatureEvent } from './features/feature-counts.ts';
import { inconclusive } from './windowed.ts';

/** Which features are null more often than they were? */
export const nullRate: Check = {
  about: {
    id: 'null-rate',
    title: 'Null rate per feature',
    question: 'Which features are missing more often than in the baseline?',
    tellsApart: ['data', 'config', 'upstream', 'code'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'share',
        why: 'one request in a hundred more without a value can move a metric; less hardly does',
      },
      alpha: {
        default: 0.01,
        unit: 'false discovery rate',
        why: 'every feature is looked at; one false alarm in a hundred is few enough',
      },
    },
  },

  query: (context) => featureCounts(context, eventsOf(context)),

  verdict(context, answers) {
    const events = eventsOf(context);
    const counted = featurePairs(
      answers,
      events,
      (feature) => (from, to) => `${feature} is null in ${to} of requests (${from} before)`,
    );
    if (counted.kind === 'no-pairs') return inconclusive(counted.reason);
    const findings = compareShares(counted.pairs, {
      measure: 'null rate',
      floor: context.thresholds['floor'] ?? 0.01,
      alpha: context.thresholds['alpha'] ?? 0.01,
      direction: 'up',
    });
    return answerWith(findings, `null rates of ${events.length} features are as before`);
  },
};

function eventsOf({ model }: CheckContext): readonly FeatureEvent[] {
  return model.predictions.features.map((feature) => ({ feature, event: isNull(column(feature)) }));
}
