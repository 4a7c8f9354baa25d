import { all, column, isIn, isNotNull, not, text } from '../sql/build.ts';
import { answerWith } from './answer-with.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare-shares.ts';
import { featureCounts, featurePairs, type FeatureEvent } from './feature-counts.ts';
import { inconclusive } from './windowed.ts';

/** Which categorical features have values never seen before? */
export const categories: Check = {
  about: {
    id: 'categories',
    title: 'New categories',
    question: 'Which categorical features have values that the baseline never had?',
    tellsApart: ['data', 'code', 'upstream'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.005,
        unit: 'share',
        why: 'a rare new value turns up by itself; in one request of two hundred it does not',
      },
      alpha: { default: 0.01, unit: 'false discovery rate', why: 'every categorical feature is looked at' },
    },
  },

  query: (context) => featureCounts(context, eventsOf(context)),

  verdict(context, answers) {
    const events = eventsOf(context);
    if (events.length === 0) return inconclusive('no feature with categories to compare with');
    const counted = featurePairs(
      answers,
      events,
      (feature) => (_from, to) => `${feature} has unseen values in ${to} of requests`,
    );
    if (counted.kind === 'no-pairs') return inconclusive(counted.reason);
    const findings = compareShares(counted.pairs, {
      measure: 'share of unseen values',
      floor: context.thresholds['floor'] ?? 0.005,
      alpha: context.thresholds['alpha'] ?? 0.01,
      direction: 'up',
    });
    return answerWith(findings, `${events.length} categorical features have no new values`);
  },
};

function eventsOf({ profile }: CheckContext): readonly FeatureEvent[] {
  return profile.flatMap((feature) => {
    if (feature.kind !== 'category' || feature.values.length === 0) return [];
    const value = column(feature.name);
    return [{ feature: feature.name, event: all(isNotNull(value), not(isIn(text(value), feature.values))) }];
  });
}
