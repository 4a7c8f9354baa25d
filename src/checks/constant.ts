import type { Cell, Row } from '../sql/aggregate.ts';
import {
  column,
  distinct,
  eq,
  isNotNull,
  number,
  quantile,
  table,
  text,
  count,
  during,
} from '../sql/build.ts';
import { answerWith } from './answer-with.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare-shares.ts';
import { featureCounts, featurePairs, type FeatureEvent } from './feature-counts.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, numberOf, rowsOf, rowsOrNone, textOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

/** Which features got stuck at one value? */
export const constant: Check = {
  about: {
    id: 'constant',
    title: 'Stuck features',
    question: 'Which features have (nearly) one value only, and had more before?',
    tellsApart: ['upstream', 'data', 'code'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      stuck: {
        default: 0.9,
        unit: 'share',
        why: 'a few rows written before the fault may be mixed in; nine in ten is stuck',
      },
      floor: {
        default: 0.2,
        unit: 'share',
        why: 'a feature that nearly always had this value tells nothing by having it now',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every feature is looked at' },
    },
  },

  query(context): Questions {
    const { predictions } = context.model;
    const numeric = context.profile.filter(({ kind }) => kind === 'number');
    const categorical = context.profile.filter(({ kind }) => kind === 'category');
    const where = [during(column(predictions.time), context.windows.incident)];
    return {
      ...(numeric.length === 0
        ? {}
        : {
            medians: {
              kind: 'aggregate' as const,
              from: table('predictions'),
              where,
              by: {},
              measures: Object.fromEntries([
                ['rows', count()],
                ...numeric.flatMap(({ name }, i) => [
                  [`m${i}`, quantile(number(column(name)), 0.5)] as const,
                  [`d${i}`, distinct(column(name))] as const,
                ]),
              ]),
            },
          }),
      ...Object.fromEntries(
        categorical.map(({ name }) => [
          `values ${name}`,
          {
            kind: 'aggregate' as const,
            from: table('predictions'),
            where: [...where, isNotNull(column(name))],
            by: { value: text(column(name)) },
            measures: { n: count() },
          },
        ]),
      ),
    };
  },

  follow: (context, answers) => featureCounts(context, eventsOf(context, answers)),

  verdict(context, answers) {
    const events = eventsOf(context, answers);
    if (events.length === 0) {
      const read = rowsOf(answers, 'medians');
      return inconclusive(read.kind === 'not-read' ? read.reason : 'no values in the incident window');
    }
    const counted = featurePairs(
      answers,
      events,
      (feature) => (from, to) =>
        `${feature} is ${valueOf(events, feature)} in ${to} of requests (${from} before)`,
    );
    if (counted.kind === 'no-pairs') return inconclusive(counted.reason);
    const stuck = context.thresholds['stuck'] ?? 0.9;
    const findings = compareShares(counted.pairs, {
      measure: 'share of the commonest value',
      floor: context.thresholds['floor'] ?? 0.2,
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'up',
    }).map((finding) => ({
      ...finding,
      shifted: finding.shifted && (finding.after ?? 0) >= stuck,
      detail: { value: valueOf(events, finding.subject.name) },
    }));
    return answerWith(findings, `none of ${events.length} features is stuck at one value`);
  },
};

type ValueEvent = FeatureEvent & { readonly value: string };

/** Per feature its commonest value after the onset, as an event to count. A number that is stuck is stuck at its median. */
function eventsOf(context: CheckContext, answers: Answers): readonly ValueEvent[] {
  const [medians] = rowsOrNone(answers, 'medians');
  const numeric = context.profile.filter(({ kind }) => kind === 'number');
  return context.profile.flatMap((profile): ValueEvent[] => {
    const { name } = profile;
    if (profile.kind === 'number') {
      const value = numberOf(medians?.[`m${numeric.indexOf(profile)}`]);
      if (value === null) return [];
      return [{ feature: name, value: `${value}`, event: eq(number(column(name)), value) }];
    }
    const value = commonest(rowsOrNone(answers, `values ${name}`));
    return value === null ? [] : [{ feature: name, value, event: eq(text(column(name)), value) }];
  });
}

function commonest(rows: readonly Row[]): string | null {
  let best: { readonly value: Cell | undefined; readonly n: number } | null = null;
  for (const row of rows) {
    const n = countOf(row['n']);
    if (best === null || n > best.n) best = { value: row['value'], n };
  }
  return best === null ? null : textOf(best.value);
}

function valueOf(events: readonly ValueEvent[], feature: string): string {
  return events.find((each) => each.feature === feature)?.value ?? 'one value';
}
