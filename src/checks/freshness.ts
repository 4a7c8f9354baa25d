import type { Measure } from '../sql/aggregate.ts';
import {
  all,
  column,
  countIf,
  eq,
  gt,
  isNotNull,
  number,
  quantile,
  sum,
  sumOfSquares,
  table,
} from '../sql/build.ts';

import { answerWith } from './answer-with.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare/compare-shares.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, numberOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

/** Which features are older than they ever were? */
export const freshness: Check = {
  about: {
    id: 'freshness',
    title: 'Age of features',
    question: 'Which features come from the store older than usual, and do they stay so?',
    tellsApart: ['data', 'upstream', 'infra', 'config'],
    needs: ['feature_reads'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.2,
        unit: 'share of the time',
        why: 'a batch that comes late once passes by itself; one fifth of the time is not late, it is stale',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every feature is looked at' },
    },
  },

  query(context): Questions {
    const reads = context.model.feature_reads;
    if (reads === undefined) return {};
    const { before, after } = windowsOn(context, reads.time);
    const age = number(column(reads.age));
    const measures: Record<string, Measure> = {};
    context.model.predictions.features.forEach((feature, i) => {
      const of = eq(column(reads.feature), feature);
      measures[`old${i}`] = quantile(age, 0.99, all(before, of));
      measures[`p95${i}`] = quantile(age, 0.95, all(after, of));
      for (const [key, window] of [
        ['b', before],
        ['a', after],
      ] as const) {
        const rows = all(window, of, isNotNull(age));
        measures[`n${key}${i}`] = countIf(rows);
        measures[`s${key}${i}`] = sum(age, rows);
        measures[`q${key}${i}`] = sumOfSquares(age, rows);
      }
    });
    return { ages: { kind: 'aggregate', from: table('feature_reads'), where: [], by: {}, measures } };
  },

  follow(context, answers): Questions {
    const reads = context.model.feature_reads;
    const usual = usualAges(context, answers);
    if (reads === undefined || usual.length === 0) return {};
    const { before, after } = windowsOn(context, reads.time);
    const measures: Record<string, Measure> = {};
    for (const { feature, i, oldest } of usual) {
      const older = all(eq(column(reads.feature), feature), gt(number(column(reads.age)), oldest));
      measures[`b${i}`] = countIf(all(before, older));
      measures[`a${i}`] = countIf(all(after, older));
    }
    return { older: { kind: 'aggregate', from: table('feature_reads'), where: [], by: {}, measures } };
  },

  verdict(context, answers) {
    if (context.model.feature_reads === undefined) {
      return inconclusive('no feature_reads table is configured', 'Name it under feature_reads.');
    }
    const read = rowsOf(answers, 'ages');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const [row] = read.rows;
    const [older] = rowsOrNone(answers, 'older');
    const usual = usualAges(context, answers);
    if (usual.length === 0 || row === undefined)
      return inconclusive('no ages were recorded in the baseline window');
    if (usual.every(({ i }) => countOf(row[`na${i}`]) === 0)) {
      return inconclusive('no ages were recorded in the incident window');
    }
    const ages = new Map(
      usual.map(({ feature, i, oldest }) => {
        const moments = (key: string) => ({
          n: countOf(row[`n${key}${i}`]),
          sum: countOf(row[`s${key}${i}`]),
          sumOfSquares: countOf(row[`q${key}${i}`]),
        });
        const [before, after] = [moments('b'), moments('a')];
        return [feature, { before, after, oldest, p95: numberOf(row[`p95${i}`]) }] as const;
      }),
    );
    const findings = compareShares(
      usual.map(({ feature, i }) => ({
        subject: { kind: 'feature', name: feature },
        before: { events: countOf(older?.[`b${i}`]), trials: countOf(row[`nb${i}`]) },
        after: { events: countOf(older?.[`a${i}`]), trials: countOf(row[`na${i}`]) },
        words: (_from, to) =>
          `${feature} is older than it used to be ${to} of the time (p95 ${secondsWords(ages.get(feature)?.p95 ?? null)}, usually below ${secondsWords(ages.get(feature)?.oldest ?? null)})`,
      })),
      {
        measure: 'share of the time above the usual age',
        floor: context.thresholds['floor'] ?? 0.2,
        alpha: context.thresholds['alpha'] ?? 0.001,
        direction: 'up',
      },
    ).map((finding) => {
      const age = ages.get(finding.subject.name);
      const mean = (moments: { readonly n: number; readonly sum: number } | undefined) =>
        moments === undefined || moments.n === 0 ? null : moments.sum / moments.n;
      return {
        ...finding,
        detail: {
          meanSecondsBefore: mean(age?.before),
          meanSecondsAfter: mean(age?.after),
          usualSeconds: age?.oldest ?? null,
          p95SecondsAfter: age?.p95 ?? null,
        },
      };
    });
    return answerWith(findings, `${usual.length} features are as fresh as usual`);
  },
};

type UsualAge = { readonly feature: string; readonly i: number; readonly oldest: number };

/** The age that 99 of 100 readings stayed below in the baseline. */
function usualAges(context: CheckContext, answers: Answers): readonly UsualAge[] {
  const [row] = rowsOrNone(answers, 'ages');
  return context.model.predictions.features.flatMap((feature, i) => {
    const oldest = numberOf(row?.[`old${i}`]);
    return oldest === null ? [] : [{ feature, i, oldest }];
  });
}

function secondsWords(seconds: number | null): string {
  if (seconds === null) return 'unknown';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
