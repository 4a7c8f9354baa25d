import { any, column, gt, lt, number } from '../sql/build.ts';
import { answerWith } from './answer-with.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare-shares.ts';
import { featureCounts, featurePairs, type FeatureEvent } from './feature-counts.ts';
import { inconclusive } from './windowed.ts';

/** Which numeric features leave the range they had? */
export const outOfRange: Check = {
  about: {
    id: 'out-of-range',
    title: 'Values out of range',
    question: 'Which numeric features have values outside everything seen in the baseline?',
    tellsApart: ['data', 'code', 'upstream'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.005,
        unit: 'share',
        why: 'the largest value of a week is beaten now and then, but not by one request in two hundred',
      },
      alpha: { default: 0.01, unit: 'false discovery rate', why: 'every numeric feature is looked at' },
    },
  },

  query: (context) => featureCounts(context, eventsOf(context)),

  verdict(context, answers) {
    const events = eventsOf(context);
    if (events.length === 0) return inconclusive('no numeric feature has a range to compare with');
    const counted = featurePairs(
      answers,
      events,
      (feature) => (_from, to) => `${feature} is out of its usual range in ${to} of requests`,
    );
    if (counted.kind === 'no-pairs') return inconclusive(counted.reason);
    const findings = compareShares(counted.pairs, {
      measure: 'share out of range',
      floor: context.thresholds['floor'] ?? 0.005,
      alpha: context.thresholds['alpha'] ?? 0.01,
      direction: 'up',
    });
    return answerWith(findings, `${events.length} numeric features stay within their range`);
  },
};

function eventsOf({ profile }: CheckContext): readonly FeatureEvent[] {
  return profile.flatMap((feature) => {
    if (feature.kind !== 'number') return [];
    const value = number(column(feature.name));
    return [{ feature: feature.name, event: any(lt(value, feature.min), gt(value, feature.max)) }];
  });
}
