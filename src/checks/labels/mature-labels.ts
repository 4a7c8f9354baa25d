import type { Aggregate, Expression } from '../../sql/aggregate.ts';
import {
  all,
  caseWhen,
  column,
  countIf,
  during,
  isNotNull,
  lte,
  lt,
  number,
  quantile,
  secondsBetween,
  table,
} from '../../sql/build.ts';
import { outcomeColumn } from '../../symptom/class-metric.ts';
import { segmentCondition } from '../../symptom/segment-condition.ts';
import type { CheckContext } from '../check.ts';
import type { Answers } from '../question.ts';
import { numberOf, rowsOrNone } from '../read-answers.ts';

const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const;

/** How long labels took in the baseline window, as quantiles in seconds; null when their arrival is not recorded. */
export function delayQuestion(context: CheckContext): Aggregate | null {
  const { time, label } = context.model.predictions;
  if (label?.known_at === undefined) return null;
  const delay = secondsBetween(column(time), column(label.known_at));
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      ...ofSegment(context),
      during(column(time), context.windows.baseline),
      isNotNull(column(label.column)),
    ],
    by: {},
    measures: {
      n: countIf(isNotNull(delay)),
      ...Object.fromEntries(shares.map((p, k) => [`q${k}`, quantile(delay, p)])),
    },
  };
}

/** Which labels count in both windows alike. `seconds` is null when the arrival of labels is not recorded. */
export type Maturity = {
  readonly seconds: number | null;
  readonly medianDelay: number | null;
  /** Upper ends of delay classes, in seconds, increasing. */
  readonly delays: readonly number[];
};

/**
 * The label age that makes windows comparable: only labels that came within it count, and only of requests at least that old. Of the
 * baseline's delay quantiles the one is taken that leaves the incident window the most labels: (length − age) × share known by then.
 */
export function maturityOf(context: CheckContext, answers: Answers, name = 'delay'): Maturity {
  const [row] = rowsOrNone(answers, name);
  const delays = shares.map((_, k) => numberOf(row?.[`q${k}`])).filter((each) => each !== null);
  if (delays.length < shares.length) return { seconds: null, medianDelay: null, delays: [] };
  const { incident, now } = context.windows;
  const length = (now.getTime() - incident.from.getTime()) / 1000;
  let [best, most] = [delays[0] ?? 0, -Infinity];
  delays.forEach((delay, k) => {
    const kept = (length - Math.max(0, delay)) * (shares[k] ?? 0);
    if (kept > most) [best, most] = [Math.max(0, delay), kept];
  });
  return { seconds: best, medianDelay: delays[4] ?? null, delays: [...new Set(delays)] };
}

/** Requests old enough that their label, if it came in time, is known. */
export function oldEnough(context: CheckContext, maturity: Maturity): Expression {
  const { time } = context.model.predictions;
  if (maturity.seconds === null) return all();
  return lte(column(time), new Date(context.windows.now.getTime() - maturity.seconds * 1000));
}

/** Rows with a label of the age that counts in both windows. */
export function maturelyLabelled(context: CheckContext, maturity: Maturity): readonly Expression[] {
  const { time, label } = context.model.predictions;
  if (label === undefined) return [];
  const known = isNotNull(number(column(outcomeColumn(context.model))));
  if (label.known_at === undefined || maturity.seconds === null) return [known];
  const delay = secondsBetween(column(time), column(label.known_at));
  return [known, oldEnough(context, maturity), lte(delay, maturity.seconds)];
}

/** `before`, `after`, or null for a moment in neither window. */
export function windowOf(time: Expression, context: CheckContext): Expression {
  const { baseline, incident } = context.windows;
  return caseWhen([
    [during(time, baseline), 'before'],
    [during(time, incident), 'after'],
  ]);
}

/** The conditions of the segment that the check is restricted to; none for all traffic. */
export function ofSegment(context: CheckContext): readonly Expression[] {
  const condition = segmentCondition(context.segment, (name) => column(name));
  return condition === undefined ? [] : [condition];
}

/** Labels as 0 and 1: whatever is below one half is negative. */
export function isPositive(context: CheckContext): Expression {
  const outcome = number(column(outcomeColumn(context.model)));
  return all(isNotNull(outcome), { kind: 'not', of: lt(outcome, 0.5) });
}

/** "labels up to 35 min old": how the labels that count are described. */
export function maturityWords(maturity: Maturity): string {
  if (maturity.seconds === null) return 'labels of any age';
  return `labels that came within ${durationWords(maturity.seconds)}`;
}

/** Seconds as a responder says them. */
export function durationWords(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Number((seconds / 3600).toPrecision(2))} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
