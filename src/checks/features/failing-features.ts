import {
  all,
  any,
  column,
  countIf,
  during,
  eq,
  isNotNull,
  isNull,
  maximum,
  number,
  quantile,
  sum,
  table,
} from '../../sql/build.ts';
import type { Aggregate, Expression } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import { readValues, valueQuestions, type Side } from './common-values.ts';
import { compareShares, type ShareRule } from '../compare/compare-shares.ts';
import type { Finding } from '../evidence.ts';
import type { Answers, Questions } from '../question.ts';
import { countOf, numberOf, rowsOrNone, textOf } from '../read-answers.ts';
import { inSegment } from '../windowed.ts';

/** One way in which a feature fails: what fails, and, for a constant, the value it is stuck at. */
export type Failure = {
  readonly feature: string;
  readonly how: 'nulls' | 'constant' | 'misses' | 'age';
  readonly value: string | number | boolean | null;
  readonly finding: Finding;
};

const SIDES: readonly Side[] = ['predictions', 'offline_features'];

export const sidesOf = (context: CheckContext): readonly Side[] =>
  context.model.offline_features === undefined ? ['predictions'] : SIDES;

export const timeOn = (context: CheckContext, side: Side): Expression =>
  column(
    side === 'predictions'
      ? context.model.predictions.time
      : (context.model.offline_features?.time ?? context.model.predictions.time),
  );

/** Nulls and the commonest value of every feature on both sides, and what the feature store says of it. */
export function failureQuestions(context: CheckContext): Questions {
  const names = context.profile.map((feature) => feature.name);
  const asked = names.flatMap((name) =>
    sidesOf(context).flatMap((side) => [
      { [`nulls ${side} ${name}`]: nullQuestion(context, side, name) },
      ...(side === 'predictions' ? [valueQuestions(context, { side, column: name, most: 1 })] : []),
    ]),
  );
  return {
    ...Object.fromEntries(asked.flatMap((one) => Object.entries(one))),
    ...storeQuestion(context),
  };
}

function nullQuestion(context: CheckContext, side: Side, name: string): Aggregate {
  const { baseline, incident } = context.windows;
  const time = timeOn(context, side);
  const [before, after] = [during(time, baseline), during(time, incident)];
  const value = column(name);
  return {
    kind: 'aggregate',
    from: table(side),
    where: [any(before, after), ...(side === 'predictions' ? inSegment(context) : [])],
    by: {},
    measures: {
      before: countIf(before),
      after: countIf(after),
      nullBefore: countIf(all(before, isNull(value))),
      nullAfter: countIf(all(after, isNull(value))),
    },
  };
}

function storeQuestion(context: CheckContext): Readonly<Record<string, Aggregate>> {
  const reads = context.model.feature_reads;
  if (reads === undefined) return {};
  const { baseline, incident } = context.windows;
  const [before, after] = [during(column(reads.time), baseline), during(column(reads.time), incident)];
  const age = number(column(reads.age));
  return {
    store: {
      kind: 'aggregate',
      from: table('feature_reads'),
      where: [any(before, after)],
      by: { feature: column(reads.feature) },
      measures: {
        readsBefore: sum(column(reads.reads), before),
        readsAfter: sum(column(reads.reads), after),
        missesBefore: sum(column(reads.misses), before),
        missesAfter: sum(column(reads.misses), after),
        oldestBefore: maximum(age, all(before, isNotNull(age))),
        ageAfter: quantile(age, 0.9, after),
      },
      limit: 5000,
    },
  };
}

/** Every way in which a feature fails since the onset, strongest first. */
export function failuresIn(context: CheckContext, answers: Answers): readonly Failure[] {
  return [
    ...nullFailures(context, answers),
    ...constantFailures(context, answers),
    ...storeFailures(context, answers),
  ];
}

const ruleOf = (context: CheckContext, measure: string, floor: number): ShareRule => ({
  measure,
  floor,
  alpha: context.thresholds['alpha'] ?? 0.001,
  direction: 'up',
});

function nullFailures(context: CheckContext, answers: Answers): readonly Failure[] {
  const floor = context.thresholds['floor'] ?? 0.02;
  return compareShares(
    context.profile.flatMap(({ name }) => {
      const [row] = rowsOrNone(answers, `nulls predictions ${name}`);
      if (row === undefined) return [];
      return [
        {
          subject: { kind: 'feature' as const, name },
          before: { events: countOf(row['nullBefore']), trials: countOf(row['before']) },
          after: { events: countOf(row['nullAfter']), trials: countOf(row['after']) },
          words: (from: string, to: string) => `${name} is null in ${to} of rows (${from} before)`,
        },
      ];
    }),
    ruleOf(context, 'null rate', floor),
  )
    .filter((finding) => finding.shifted)
    .map((finding) => ({ feature: finding.subject.name, how: 'nulls', value: null, finding }));
}

function constantFailures(context: CheckContext, answers: Answers): readonly Failure[] {
  const found = context.profile.flatMap(({ name }) => {
    const online = readValues(answers, 'predictions', { name, most: 1 });
    const top = online.kind === 'values' ? online.values[0] : undefined;
    if (online.kind !== 'values' || top === undefined) return [];
    return top.cell instanceof Date ? [] : [{ name, online, top, value: top.cell }];
  });
  return compareShares(
    found.map(({ name, online, top }) => ({
      subject: { kind: 'feature', name },
      before: { events: top.before, trials: online.before },
      after: { events: top.after, trials: online.after },
      words: (from, to) => `${name} is ${top.value} in ${to} of rows (${from} before)`,
    })),
    ruleOf(context, 'share of one value', context.thresholds['constantFloor'] ?? 0.2),
  ).flatMap((finding): Failure[] => {
    const one = found.find(({ name }) => name === finding.subject.name);
    if (one === undefined || !finding.shifted || (finding.after ?? 0) < 0.9) return [];
    return [{ feature: one.name, how: 'constant', value: one.value, finding }];
  });
}

function storeFailures(context: CheckContext, answers: Answers): readonly Failure[] {
  const features = new Set(context.profile.map((feature) => feature.name));
  const rows = rowsOrNone(answers, 'store').filter((row) => features.has(textOf(row['feature']) ?? ''));
  const misses = compareShares(
    rows.map((row) => ({
      subject: { kind: 'feature', name: textOf(row['feature']) ?? '' },
      before: { events: countOf(row['missesBefore']), trials: countOf(row['readsBefore']) },
      after: { events: countOf(row['missesAfter']), trials: countOf(row['readsAfter']) },
      words: (from, to) => `misses of ${textOf(row['feature']) ?? ''} went from ${from} to ${to} of reads`,
    })),
    ruleOf(context, 'miss rate', context.thresholds['floor'] ?? 0.02),
  ).filter((finding) => finding.shifted);
  return [
    ...misses.map((finding) => ({
      feature: finding.subject.name,
      how: 'misses' as const,
      value: null,
      finding,
    })),
    ...rows.flatMap((row): Failure[] => {
      const [name, oldest, age] = [
        textOf(row['feature']),
        numberOf(row['oldestBefore']),
        numberOf(row['ageAfter']),
      ];
      if (name === null || oldest === null || age === null) return [];
      if (age < 2 * oldest || age - oldest < (context.thresholds['ageFloor'] ?? 1800)) return [];
      return [{ feature: name, how: 'age', value: null, finding: ageFinding(name, oldest, age) }];
    }),
  ];
}

function ageFinding(name: string, oldest: number, age: number): Finding {
  return {
    subject: { kind: 'feature', name },
    measure: 'age of values read',
    unit: 'seconds',
    before: oldest,
    after: age,
    effect: age - oldest,
    low: null,
    high: null,
    nBefore: 0,
    nAfter: 0,
    test: 'beyond twice the oldest value of the baseline',
    p: null,
    adjustedP: null,
    threshold: 2 * oldest,
    shifted: true,
    sentence: `values of ${name} are ${Math.round(age / 60)} min old (${Math.round(oldest / 60)} min at most before)`,
  };
}

/** Whether one row shows the failure: null, or stuck at the value. Null for what only the feature store can see. */
export function failing({ feature, how, value }: Failure): Expression | null {
  switch (how) {
    case 'nulls':
      return isNull(column(feature));
    case 'constant':
      return eq(column(feature), value);
    case 'misses':
    case 'age':
      return null;
  }
}
