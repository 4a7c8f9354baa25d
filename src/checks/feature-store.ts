import type { Row } from '../sql/aggregate.ts';
import {
  all,
  column,
  countIf,
  eq,
  instant,
  isNotNull,
  maximum,
  number,
  quantile,
  secondsBetween,
  sum,
  sumOfSquares,
  table,
  times,
} from '../sql/build.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare/compare-shares.ts';
import type { Finding } from './evidence.ts';
import type { Questions } from './question.ts';
import { countOf, numberOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

/** Do reads of the online feature store miss more often, or return older values? */
export const featureStore: Check = {
  about: {
    id: 'feature-store',
    title: 'Feature store reads',
    question: 'Do online reads miss more often, or return older values, and for which feature?',
    tellsApart: ['config', 'data', 'upstream'],
    needs: ['feature_reads'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'share of reads',
        why: 'one read in a hundred more that misses is beyond what caches do by themselves',
      },
      age: {
        default: 3,
        unit: 'times the age before',
        why: 'ages double when a single refresh is late, and three times as old takes two refreshes that never came',
      },
      ageFloor: {
        default: 1800,
        unit: 'seconds',
        why: 'caches and slow batches make values some minutes older; no model is hurt by less than half an hour',
      },
      growthFloor: {
        default: 600,
        unit: 'seconds',
        why: 'where ages keep growing, ten minutes beyond the oldest ever seen already say that the refresh stopped',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every feature is looked at' },
    },
  },

  query(context): Questions {
    const reads = context.model.feature_reads;
    if (reads === undefined) return {};
    const { before, after } = windowsOn(context, reads.time);
    const age = number(column(reads.age));
    const elapsed = secondsBetween(instant(context.windows.incident.from), column(reads.time));
    const aged = all(after, isNotNull(age));
    return {
      reads: {
        kind: 'aggregate',
        from: table('feature_reads'),
        where: context.feature === undefined ? [] : [eq(column(reads.feature), context.feature)],
        by: { feature: column(reads.feature) },
        measures: {
          readsBefore: sum(column(reads.reads), before),
          readsAfter: sum(column(reads.reads), after),
          missesBefore: sum(column(reads.misses), before),
          missesAfter: sum(column(reads.misses), after),
          agesBefore: countIf(all(before, isNotNull(age))),
          agesAfter: countIf(aged),
          ageBefore: quantile(age, 0.5, before),
          ageHighBefore: quantile(age, 0.99, before),
          ageAfter: quantile(age, 0.5, after),
          ageHighAfter: quantile(age, 0.99, after),
          ageMostBefore: maximum(age, before),
          sumT: sum(elapsed, aged),
          sumTT: sumOfSquares(elapsed, aged),
          sumA: sum(age, aged),
          sumAA: sumOfSquares(age, aged),
          sumTA: sum(times(elapsed, age), aged),
        },
        limit: 5000,
      },
    };
  },

  verdict(context, answers) {
    if (context.model.feature_reads === undefined)
      return inconclusive('no feature reads are configured', 'Name the table under feature_reads.');
    const read = rowsOf(answers, 'reads');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const rows = read.rows.filter((row) => countOf(row['readsBefore']) > 0 && countOf(row['readsAfter']) > 0);
    if (rows.length === 0) return inconclusive('no feature was read in both windows');
    const misses = compareShares(
      rows.map((row) => ({
        subject: { kind: 'feature', name: textOf(row['feature']) ?? 'unnamed' },
        before: { events: countOf(row['missesBefore']), trials: countOf(row['readsBefore']) },
        after: { events: countOf(row['missesAfter']), trials: countOf(row['readsAfter']) },
        words: (from, to) => `misses of ${textOf(row['feature']) ?? ''} went from ${from} to ${to} of reads`,
      })),
      {
        measure: 'miss rate',
        floor: context.thresholds['floor'] ?? 0.01,
        alpha: context.thresholds['alpha'] ?? 0.001,
        direction: 'up',
      },
    );
    const ages = rows.flatMap((row) => ageFinding(row, context));
    ages.sort((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? 0) - (a.effect ?? 0));
    const findings = [...misses, ...ages];
    const shifted = [
      ...misses.filter((finding) => finding.shifted).slice(0, 3),
      ...ages.filter((finding) => finding.shifted).slice(0, 3),
    ];
    return shifted.length === 0
      ? {
          answer: 'steady',
          line: 'misses and ages of feature reads as before',
          findings: findings.slice(0, 40),
        }
      : {
          answer: 'shifted',
          line: shifted.map((finding) => finding.sentence).join('; '),
          findings: [
            ...findings.filter((finding) => finding.shifted),
            ...findings.filter((finding) => !finding.shifted),
          ].slice(0, 40),
        };
  },
};

/**
 * The age of values has no natural distribution: it shifts when its high end leaves the range it always had, by a factor
 * and by an amount; or, sooner, when it keeps growing beyond the oldest value ever read.
 */
function ageFinding(row: Row, { thresholds }: CheckContext): readonly Finding[] {
  const [before, high, after, highAfter] = [
    numberOf(row['ageBefore']),
    numberOf(row['ageHighBefore']),
    numberOf(row['ageAfter']),
    numberOf(row['ageHighAfter']),
  ];
  const name = textOf(row['feature']) ?? 'unnamed';
  if (before === null || high === null || after === null || highAfter === null) return [];
  const factor = thresholds['age'] ?? 3;
  const oldest = numberOf(row['ageMostBefore']) ?? high;
  const older =
    highAfter > factor * Math.max(high, 1) && highAfter - high >= (thresholds['ageFloor'] ?? 1800);
  const growing =
    ageGrows(row) && highAfter > 1.5 * oldest && highAfter - oldest >= (thresholds['growthFloor'] ?? 600);
  const shifted = older || growing;
  return [
    {
      subject: { kind: 'feature', name },
      measure: 'age of values read (p95)',
      unit: 'seconds',
      before: high,
      after: highAfter,
      effect: highAfter - high,
      low: null,
      high: null,
      nBefore: countOf(row['agesBefore']),
      nAfter: countOf(row['agesAfter']),
      test: 'beyond the 99th percentile of the baseline, by a factor and an amount, or growing steadily',
      p: null,
      adjustedP: null,
      threshold: factor,
      shifted,
      detail: { medianBefore: before, medianAfter: after, growing },
      sentence: `values of ${name} are up to ${age(highAfter)} old (${age(high)} before)${growing ? ' and grow older all the time: the refresh stopped' : ''}`,
    },
  ];
}

/** Fewest moments that can tell growth from chance. */
const FEWEST_AGES = 4;

/**
 * A value that nobody refreshes grows older by a second every second; where some reads still find a newer one, by less and
 * in teeth, so the line need not be straight.
 */
function ageGrows(row: Row): boolean {
  const n = countOf(row['agesAfter']);
  if (n < FEWEST_AGES) return false;
  const [t, a] = [countOf(row['sumT']), countOf(row['sumA'])];
  const spreadT = countOf(row['sumTT']) - (t * t) / n;
  const spreadA = countOf(row['sumAA']) - (a * a) / n;
  const shared = countOf(row['sumTA']) - (t * a) / n;
  if (spreadT <= 0 || spreadA <= 0) return false;
  return shared / spreadT >= 0.3 && (shared * shared) / (spreadT * spreadA) >= 0.5;
}

const age = (seconds: number): string =>
  seconds < 120
    ? `${Math.round(seconds)} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;
