import { all, column, countIf, during, eq, isNotNull, number, sum, table, timeBin } from '../../sql/build.ts';
import type { Aggregate } from '../../sql/aggregate.ts';
import { onset as searchOnset } from '../../statistics/onset/onset.ts';
import type { CheckContext } from '../check.ts';
import { failing, sidesOf, timeOn, type Failure } from './failing-features.ts';
import type { Answers } from '../question.ts';
import { countOf, momentOf, numberOf, rowsOrNone } from '../read-answers.ts';
import { inSegment } from '../windowed.ts';

export const BIN_SECONDS = 600;
const DAY = 86_400_000;
const FEWEST_ROWS = 30;

/** A feature that fails, with all ways in which it does. `source` is where the failure enters. */
export type Broken = {
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
export function onsetQuestion(context: CheckContext, failure: Failure): [string, Aggregate][] {
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
        where: [during(time, span), eq(column(reads.feature), failure.feature)],
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
export function sideQuestions(context: CheckContext, failure: Failure): [string, Aggregate][] {
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

/** Each failing feature with its onset, how it stands offline, and whether it spares a segment. */
export function brokenFeatures(
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
