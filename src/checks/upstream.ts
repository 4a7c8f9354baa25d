import { all, column, countIf, during, isNotNull, number, sum, table, timeBin } from '../sql/build.ts';
import type { Aggregate } from '../sql/aggregate.ts';
import { onset as searchOnset } from '../statistics/onset/onset.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import { failing, failureQuestions, failuresIn, sidesOf, timeOn, type Failure } from './failing-features.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, momentOf, numberOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { inSegment, inconclusive } from './windowed.ts';

const BIN_SECONDS = 600;
const DAY = 86_400_000;
/** Onsets this close are one event: two bins, since each may have begun anywhere in its bin. */
const TOGETHER = 2 * BIN_SECONDS * 1000;
const FEWEST_ROWS = 30;

/** Is it one source of several features that broke, or one feature at its source? */
export const upstream: Check = {
  about: {
    id: 'upstream',
    title: 'Features that fail together, or at their source',
    question: 'Which features fail since the same moment, and does the offline table have the failure too?',
    tellsApart: ['upstream', 'config', 'code', 'data'],
    needs: ['predictions'],
    cost: { minutes: 0.4, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.02,
        unit: 'share of rows',
        why: 'sources fail for many rows; two in a hundred more nulls or misses are beyond their everyday',
      },
      constantFloor: {
        default: 0.2,
        unit: 'share of rows',
        why: 'a feature that is stuck has one value nearly everywhere, where it had others in a fifth of the rows at least',
      },
      ageFloor: {
        default: 1800,
        unit: 'seconds',
        why: 'caches make values some minutes older; half an hour is a refresh that did not come',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'every feature is looked at in several ways',
      },
    },
  },

  query: failureQuestions,

  /** When each failure began, how it stands offline, and whether it spares a segment. */
  follow(context, answers): Questions {
    return Object.fromEntries(
      failuresIn(context, answers).flatMap((failure) => [
        ...onsetQuestion(context, failure),
        ...sideQuestions(context, failure),
      ]),
    );
  },

  verdict(context, answers) {
    if (context.profile.length === 0) return inconclusive('no feature profile could be measured');
    const first = context.profile[0]?.name ?? '';
    const read = rowsOf(answers, `nulls predictions ${first}`);
    if (read.kind === 'not-read') return inconclusive(read.reason);
    if (countOf(read.rows[0]?.['before']) < FEWEST_ROWS || countOf(read.rows[0]?.['after']) < FEWEST_ROWS)
      return inconclusive(`fewer than ${FEWEST_ROWS} predictions in one of the windows`);
    const failures = failuresIn(context, answers);
    if (failures.length === 0)
      return {
        answer: 'steady',
        line: `none of ${context.profile.length} features is null, stuck, missed or old beyond what it was`,
        findings: [],
      };
    const broken = brokenFeatures(failures, context, answers);
    const groups = groupsOf(broken);
    const findings = groups.flatMap((group) => group.map((one) => findingOf(one, group)));
    const together = groups.find((group) => group.length > 1);
    const atSource = broken.filter((one) => one.source === 'source');
    if (together === undefined && atSource.length === 0) {
      return {
        answer: 'steady',
        line: `only ${broken.map((one) => one.name).join(', ')} ${broken.length === 1 ? 'fails' : 'fail, each at its own time'}, and not at the source`,
        findings,
      };
    }
    const names = (list: readonly Broken[]): string => list.map((one) => one.name).join(', ');
    const line =
      together === undefined
        ? atSource
            .map(
              (one) =>
                `${one.worst.finding.sentence}, offline too${one.everywhere === true ? ' and in every segment' : ''}: it comes so from its source`,
            )
            .join('; ')
        : `${names(together)} fail together${sinceWords(together)}${together.every((one) => one.source === 'source') ? ', offline too: one source of all of them' : ''}`;
    return { answer: 'shifted', line, findings: findings.map((one) => ({ ...one })) };
  },
};

/** A feature that fails, with all ways in which it does. `source` is where the failure enters. */
type Broken = {
  readonly name: string;
  readonly worst: Failure;
  readonly failures: readonly Failure[];
  readonly onset: number | null;
  readonly offlineToo: boolean | null;
  readonly everywhere: boolean | null;
  readonly source: 'source' | 'store' | 'serving';
};

const keyOf = ({ how, feature }: Failure): string => `${how} ${feature}`;

/** The failure over time, from a day before the baseline's end so that a day-and-night rhythm is no onset. */
function onsetQuestion(context: CheckContext, failure: Failure): [string, Aggregate][] {
  const reads = context.model.feature_reads;
  const condition = failing(failure);
  const span = { from: seriesFrom(context), to: context.windows.incident.to };
  if (condition !== null) {
    const time = column(context.model.predictions.time);
    return [
      [
        `onset ${keyOf(failure)}`,
        {
          kind: 'aggregate',
          from: table('predictions'),
          where: [...inSegment(context), during(time, span)],
          by: { at: timeBin(time, BIN_SECONDS) },
          measures: {
            trials: countIf(failure.how === 'nulls' ? all() : isNotNull(column(failure.feature))),
            events: countIf(condition),
          },
        },
      ],
    ];
  }
  if (reads === undefined) return [];
  const time = column(reads.time);
  const age = number(column(reads.age));
  return [
    [
      `onset ${keyOf(failure)}`,
      {
        kind: 'aggregate',
        from: table('feature_reads'),
        where: [
          during(time, span),
          {
            kind: 'compare',
            operator: '=',
            left: column(reads.feature),
            right: { kind: 'literal', value: failure.feature },
          },
        ],
        by: { at: timeBin(time, BIN_SECONDS) },
        measures:
          failure.how === 'misses'
            ? { trials: sum(number(column(reads.reads))), events: sum(number(column(reads.misses))) }
            : { trials: countIf(isNotNull(age)), events: sum(age) },
      },
    ],
  ];
}

function seriesFrom(context: CheckContext): Date {
  const { baseline } = context.windows;
  const from = Math.max(baseline.from.getTime(), baseline.to.getTime() - 3 * DAY);
  return new Date(Math.floor(from / (BIN_SECONDS * 1000)) * BIN_SECONDS * 1000);
}

/** The failure on both sides, before and after, and by the values of every segment. */
function sideQuestions(context: CheckContext, failure: Failure): [string, Aggregate][] {
  const condition = failing(failure);
  if (condition === null) return [];
  const { baseline, incident } = context.windows;
  const known = failure.how === 'nulls' ? all() : isNotNull(column(failure.feature));
  const { segments } = context.model.predictions;
  return sidesOf(context).map((side): [string, Aggregate] => {
    const time = timeOn(context, side);
    const dimensions = side === 'predictions' ? segments : [];
    return [
      `side ${side} ${keyOf(failure)}`,
      {
        kind: 'aggregate',
        from: table(side),
        where: side === 'predictions' ? inSegment(context) : [],
        by: Object.fromEntries(dimensions.map((name) => [`by ${name}`, column(name)])),
        ...(dimensions.length === 0 ? {} : { sets: [[], ...dimensions.map((name) => [`by ${name}`])] }),
        measures: {
          before: countIf(all(during(time, baseline), known)),
          after: countIf(all(during(time, incident), known)),
          failedBefore: countIf(all(during(time, baseline), condition)),
          failedAfter: countIf(all(during(time, incident), condition)),
        },
      },
    ];
  });
}

function brokenFeatures(
  failures: readonly Failure[],
  context: CheckContext,
  answers: Answers,
): readonly Broken[] {
  const names = [...new Set(failures.map((failure) => failure.feature))];
  return names.flatMap((name): Broken[] => {
    const own = failures.filter((failure) => failure.feature === name);
    const worst = own.toSorted((a, b) => ORDER.indexOf(a.how) - ORDER.indexOf(b.how))[0];
    if (worst === undefined) return [];
    const onsets = own.flatMap((failure) => onsetOf(failure, context, answers) ?? []);
    const offline = offlineToo(worst, answers);
    const everywhere = inEverySegment(worst, answers);
    const store = own.some((failure) => failure.how === 'misses' || failure.how === 'age');
    return [
      {
        name,
        worst,
        failures: own,
        onset: onsets.length === 0 ? null : Math.min(...onsets),
        offlineToo: offline,
        everywhere,
        source: store ? 'store' : offline === true && everywhere !== false ? 'source' : 'serving',
      },
    ];
  });
}

/** What a person sees first: a stuck feature, then nulls, then what only the store knows. */
const ORDER: readonly Failure['how'][] = ['constant', 'nulls', 'misses', 'age'];

function onsetOf(failure: Failure, context: CheckContext, answers: Answers): number | null {
  const from = seriesFrom(context).getTime();
  const length = BIN_SECONDS * 1000;
  const bins = Math.ceil((context.windows.incident.to.getTime() - from) / length);
  if (bins < 1 || bins > 10_000) return null;
  const [events, trials] = [new Float64Array(bins), new Float64Array(bins)];
  for (const row of rowsOrNone(answers, `onset ${keyOf(failure)}`)) {
    const at = momentOf(row['at']);
    const bin = at === null ? -1 : Math.round((at - from) / length);
    if (bin < 0 || bin >= bins) continue;
    events[bin] = numberOf(row['events']) ?? 0;
    trials[bin] = countOf(row['trials']);
  }
  const series =
    failure.how === 'age'
      ? {
          kind: 'means' as const,
          n: trials,
          sum: events,
          sumOfSquares: events.map((sum, k) => (sum * sum) / Math.max(1, trials[k] ?? 1)),
        }
      : { kind: 'rates' as const, events, trials };
  const found = searchOnset({
    series,
    calendar: { binsPerDay: DAY / length, firstBinOfDay: Math.round((from % DAY) / length) },
    searchFrom: Math.max(0, Math.round((context.windows.baseline.to.getTime() - DAY - from) / length)),
  });
  return found.kind === 'estimate' ? from + found.onset * length : null;
}

/** The offline table gained at least half of what the served values gained: the failure is older than serving. */
function offlineToo(failure: Failure, answers: Answers): boolean | null {
  const rate = (side: string, window: 'Before' | 'After'): number | null => {
    const row = rowsOrNone(answers, `side ${side} ${keyOf(failure)}`).find(
      (one) => countOf(one['set']) === 0,
    );
    const trials = countOf(row?.[window.toLowerCase()]);
    return trials === 0 ? null : countOf(row?.[`failed${window}`]) / trials;
  };
  const [onBefore, onAfter] = [rate('predictions', 'Before'), rate('predictions', 'After')];
  const [offBefore, offAfter] = [rate('offline_features', 'Before'), rate('offline_features', 'After')];
  if (onBefore === null || onAfter === null || offBefore === null || offAfter === null) return null;
  return offAfter - offBefore >= (onAfter - onBefore) / 2;
}

/** No value of any segment has less than half of the failures that all traffic has. */
function inEverySegment(failure: Failure, answers: Answers): boolean | null {
  const rows = rowsOrNone(answers, `side predictions ${keyOf(failure)}`);
  const whole = rows.find((row) => countOf(row['set']) === 0);
  const values = rows.filter((row) => countOf(row['set']) > 0 && countOf(row['after']) >= FEWEST_ROWS);
  if (whole === undefined || countOf(whole['after']) === 0 || values.length === 0) return null;
  const rate = countOf(whole['failedAfter']) / countOf(whole['after']);
  return values.every((row) => countOf(row['failedAfter']) / countOf(row['after']) >= rate / 2);
}

/** Features whose failures began together and enter at the same place; the largest group first. */
function groupsOf(broken: readonly Broken[]): readonly (readonly Broken[])[] {
  const groups: Broken[][] = [];
  for (const one of broken.toSorted((a, b) => (a.onset ?? Infinity) - (b.onset ?? Infinity))) {
    const group = groups.find((members) => {
      const [first] = members;
      return (
        first !== undefined &&
        first.onset !== null &&
        one.onset !== null &&
        one.onset - first.onset <= TOGETHER &&
        first.source === one.source
      );
    });
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups.toSorted((a, b) => b.length - a.length);
}

function findingOf(one: Broken, group: readonly Broken[]): Finding {
  return {
    ...one.worst.finding,
    at: one.onset === null ? null : new Date(one.onset),
    shifted: group.length > 1 || one.source === 'source',
    detail: {
      how: one.failures.map((failure) => failure.how).join(', '),
      value: one.worst.value,
      group: group.map((member) => member.name).join(', '),
      size: group.length,
      source: one.source,
      offlineToo: one.offlineToo,
      everywhere: one.everywhere,
      misses: one.failures.some((failure) => failure.how === 'misses'),
      age: one.failures.some((failure) => failure.how === 'age'),
    },
  };
}

function sinceWords(group: readonly Broken[]): string {
  const onset = group[0]?.onset ?? null;
  return onset === null ? '' : ` since ${new Date(onset).toISOString().slice(11, 16)} UTC`;
}
