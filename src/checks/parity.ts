import {
  abs,
  all,
  any,
  between,
  column,
  count,
  countIf,
  eq,
  floor,
  gt,
  isDistinctFrom,
  isNotNull,
  isNull,
  join,
  lower,
  maximum,
  minimum,
  minus,
  number,
  plus,
  sum,
  sumOfSquares,
  text,
  times,
} from '../sql/build.ts';
import type { Aggregate, Expression, Measure, Row } from '../sql/aggregate.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare-shares.ts';
import type { Finding } from './evidence.ts';
import { nameTransform } from './parity-transform.ts';
import type { FeatureProfile } from './profile.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, rowsOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

const MOST_PAIRS = 400;

/** Is the value that was served the value that the offline (training) code computes for the same request? */
export const parity: Check = {
  about: {
    id: 'parity',
    title: 'Online against offline features',
    question:
      'Do served feature values equal what the offline code computes for the same request, and if not, how do they differ?',
    tellsApart: ['code', 'data', 'config', 'upstream'],
    needs: ['predictions', 'offline_features'],
    cost: { minutes: 0.3, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'share of requests',
        why: 'rounding and late corrections differ in less than one request in a hundred',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every feature is looked at' },
    },
  },

  query(context): Questions {
    if (context.model.offline_features === undefined) return {};
    return Object.fromEntries(
      context.profile.map((feature) => [`feature ${feature.name}`, compareFeature(feature, context)]),
    );
  },

  /** For categories that disagree, which value became which. */
  follow(context, answers): Questions {
    const disagreeing = context.profile.filter(
      (feature) =>
        feature.kind === 'category' &&
        shiftedBy(feature.name, answers) > (context.thresholds['floor'] ?? 0.01),
    );
    return Object.fromEntries(
      disagreeing.map((feature) => {
        const [online, offline] = [column(feature.name, 'left'), column(feature.name, 'right')];
        return [
          `pairs ${feature.name}`,
          {
            kind: 'aggregate' as const,
            from: relationOf(context),
            where: [inWindow(context, 'incident'), isDistinctFrom(text(online), text(offline))],
            by: { online: text(online), offline: text(offline) },
            measures: { n: count() },
            limit: MOST_PAIRS,
          },
        ];
      }),
    );
  },

  verdict(context, answers) {
    const { offline_features: offline } = context.model;
    if (offline === undefined)
      return inconclusive('no offline features are configured', 'Name the table under offline_features.');
    if (context.profile.length === 0) return inconclusive('no feature profile could be measured');
    const read = context.profile.map((feature) => ({
      feature,
      read: rowsOf(answers, `feature ${feature.name}`),
    }));
    const failed = read.find((one) => one.read.kind === 'not-read');
    const rows = read.flatMap(({ feature, read: one }) =>
      one.kind === 'rows' && one.rows[0] !== undefined ? [{ feature, row: one.rows[0] }] : [],
    );
    if (rows.length === 0)
      return inconclusive(
        failed?.read.kind === 'not-read' ? failed.read.reason : 'nothing could be compared',
      );
    if (rows.every(({ row }) => countOf(row['before']) === 0 || countOf(row['after']) === 0)) {
      return inconclusive('too few requests have both an online and an offline row');
    }
    const findings = compareShares(
      rows.map(({ feature, row }) => ({
        subject: { kind: 'feature', name: feature.name },
        before: { events: countOf(row['differBefore']), trials: countOf(row['before']) },
        after: { events: countOf(row['differAfter']), trials: countOf(row['after']) },
        words: (from, to) =>
          `${feature.name} differs from its offline value in ${to} of requests (${from} before)`,
      })),
      {
        measure: 'share of requests that disagree',
        floor: context.thresholds['floor'] ?? 0.01,
        alpha: context.thresholds['alpha'] ?? 0.001,
        direction: 'up',
      },
    ).map((finding) =>
      withTransform(
        finding,
        rows.find(({ feature }) => feature.name === finding.subject.name),
        answers,
      ),
    );
    const shifted = findings.filter((finding) => finding.shifted);
    return shifted.length === 0
      ? {
          answer: 'steady',
          line: `${rows.length} features are served as the offline code computes them`,
          findings,
        }
      : {
          answer: 'shifted',
          line: shifted
            .slice(0, 3)
            .map((finding) => finding.sentence)
            .join('; '),
          findings,
        };
  },
};

function relationOf(context: CheckContext): Aggregate['from'] {
  const { predictions, offline_features: offline } = context.model;
  return join('predictions', 'offline_features', {
    left: predictions.id,
    right: offline?.id ?? predictions.id,
  });
}

function inWindow(context: CheckContext, window: 'baseline' | 'incident'): Expression {
  const time = column(context.model.predictions.time, 'left');
  const { from, to } = context.windows[window];
  return between(time, from, to);
}

function compareFeature(feature: FeatureProfile, context: CheckContext): Aggregate {
  const [online, offline] = [column(feature.name, 'left'), column(feature.name, 'right')];
  const [before, after] = [inWindow(context, 'baseline'), inWindow(context, 'incident')];
  const halves = halvesOf(context);
  const differ =
    feature.kind === 'number' ? numbersDiffer(online, offline) : isDistinctFrom(text(online), text(offline));
  return {
    kind: 'aggregate',
    from: relationOf(context),
    where: [],
    by: {},
    measures: {
      before: countIf(before),
      after: countIf(after),
      differBefore: countIf(all(before, differ)),
      differAfter: countIf(all(after, differ)),
      early: countIf(halves.early),
      late: countIf(halves.late),
      differEarly: countIf(all(halves.early, differ)),
      differLate: countIf(all(halves.late, differ)),
      servedNull: countIf(all(after, isNull(online), isNotNull(offline))),
      offlineNull: countIf(all(after, isNotNull(online), isNull(offline))),
      offlineNullBefore: countIf(all(before, isNull(offline))),
      offlineNullAfter: countIf(all(after, isNull(offline))),
      ...(feature.kind === 'number'
        ? numberMeasures(online, offline, all(after, differ))
        : textMeasures(online, offline, all(after, differ))),
    },
  };
}

/** Unequal beyond rounding: by more than a millionth of the size, or null on one side only. */
function numbersDiffer(online: Expression, offline: Expression): Expression {
  const gap = abs(minus(number(online), number(offline)));
  return any(
    all(isNull(online), isNotNull(offline)),
    all(isNotNull(online), isNull(offline)),
    gt(gap, plus(times(abs(number(offline)), 1e-6), 1e-9)),
  );
}

/** Sums for a straight line of online over offline, and counts for the simple transforms, over the requests that differ. */
function numberMeasures(online: Expression, offline: Expression, where: Expression): Record<string, Measure> {
  const [x, y] = [number(offline), number(online)];
  const both = all(where, isNotNull(x), isNotNull(y));
  return {
    both: countIf(both),
    sumX: sum(x, both),
    sumY: sum(y, both),
    sumXX: sumOfSquares(x, both),
    sumYY: sumOfSquares(y, both),
    sumXY: sum(times(x, y), both),
    minY: minimum(y, both),
    maxY: maximum(y, both),
    truncated: countIf(all(both, any(eq(y, floor(x)), eq(y, plus(floor(x), 1)), eq(y, floor(plus(x, 0.5)))))),
  };
}

function textMeasures(online: Expression, offline: Expression, where: Expression): Record<string, Measure> {
  const both = all(where, isNotNull(online), isNotNull(offline));
  return {
    both: countIf(both),
    sameLetters: countIf(all(both, eq(lower(text(online)), lower(text(offline))))),
    minText: minimum(text(online), both),
    maxText: maximum(text(online), both),
  };
}

function halvesOf(context: CheckContext): { readonly early: Expression; readonly late: Expression } {
  const { from, to } = context.windows.incident;
  const middle = new Date((from.getTime() + to.getTime()) / 2);
  const time = column(context.model.predictions.time, 'left');
  return { early: between(time, from, middle), late: between(time, middle, to) };
}

function shiftedBy(name: string, answers: Answers): number {
  const read = rowsOf(answers, `feature ${name}`);
  const row = read.kind === 'rows' ? read.rows[0] : undefined;
  if (row === undefined || countOf(row['after']) === 0) return 0;
  return (
    countOf(row['differAfter']) / countOf(row['after']) -
    countOf(row['differBefore']) / Math.max(1, countOf(row['before']))
  );
}

function withTransform(
  finding: Finding,
  found: { readonly feature: FeatureProfile; readonly row: Row } | undefined,
  answers: Answers,
): Finding {
  if (!finding.shifted || found === undefined) return finding;
  const pairs = rowsOf(answers, `pairs ${found.feature.name}`);
  const transform = nameTransform(found.feature, found.row, pairs.kind === 'rows' ? pairs.rows : []);
  const share = (events: string, trials: string): number | null =>
    countOf(found.row[trials]) > 0 ? countOf(found.row[events]) / countOf(found.row[trials]) : null;
  return {
    ...finding,
    detail: {
      transform: transform.kind,
      early: share('differEarly', 'early'),
      late: share('differLate', 'late'),
      servedNull: share('servedNull', 'after'),
      offlineNullBefore: share('offlineNullBefore', 'before'),
      offlineNullAfter: share('offlineNullAfter', 'after'),
    },
    sentence: `${finding.sentence}: ${transform.words}`,
  };
}
