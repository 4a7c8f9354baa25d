import type { Aggregate } from '../../sql/aggregate.ts';
import {
  all,
  any,
  column,
  count,
  countIf,
  during,
  isNotNull,
  lt,
  lte,
  number,
  numberBin,
  secondsBetween,
  sum,
  table,
} from '../../sql/build.ts';
import { scoreEdges } from '../../symptom/metric-question.ts';
import type { CheckContext } from '../check.ts';
import {
  isPositive,
  maturelyLabelled,
  ofSegment,
  oldEnough,
  windowOf,
  type Maturity,
} from './mature-labels.ts';

/** Labels by the window in which they came, with the delay they had and whether their request is of before the onset. */
export function arrivalQuestion(context: CheckContext, maturity: Maturity): Aggregate | null {
  const { predictions } = context.model;
  const { label } = predictions;
  if (label?.known_at === undefined || maturity.delays.length === 0) return null;
  const { baseline, incident } = context.windows;
  const [asked, came] = [column(predictions.time), column(label.known_at)];
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      ...ofSegment(context),
      any(during(came, baseline), during(came, incident)),
      isNotNull(number(column(label.column))),
      isNotNull(number(column(predictions.score))),
    ],
    by: {
      window: windowOf(came, context),
      bin: numberBin(number(column(predictions.score)), scoreEdges),
      delay: numberBin(secondsBetween(asked, came), maturity.delays),
      old: lt(asked, baseline.to),
    },
    measures: { n: count(), positives: countIf(isPositive(context)) },
    limit: 100_000,
  };
}

/** How many requests of the same age have their label, and how many had it by half of that time. */
export function completenessQuestion(context: CheckContext, maturity: Maturity): Aggregate {
  const { predictions } = context.model;
  const { label } = predictions;
  const time = column(predictions.time);
  const { baseline, incident } = context.windows;
  const delay = label?.known_at === undefined ? null : secondsBetween(time, column(label.known_at));
  const half = maturity.medianDelay;
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      ...ofSegment(context),
      any(during(time, baseline), during(time, incident)),
      oldEnough(context, maturity),
    ],
    by: { window: windowOf(time, context) },
    measures: {
      n: count(),
      known: countIf(all(...maturelyLabelled(context, maturity))),
      early: countIf(
        delay === null || half === null
          ? all()
          : all(...maturelyLabelled(context, maturity), lte(delay, half)),
      ),
    },
  };
}

/** What the business counted in both windows, up to the age of the labels that count. */
export function kpiQuestion(context: CheckContext, maturity: Maturity): Aggregate | null {
  const { business } = context.model;
  if (business === undefined || Object.keys(context.segment).length > 0) return null;
  const time = column(business.time);
  const { baseline, incident, now } = context.windows;
  const until = new Date(Math.max(incident.from.getTime(), now.getTime() - (maturity.seconds ?? 0) * 1000));
  const [before, after] = [during(time, baseline), during(time, { from: incident.from, to: until })];
  const [numerator, denominator] = [
    number(column(business.kpi.numerator)),
    number(column(business.kpi.denominator)),
  ];
  return {
    kind: 'aggregate',
    from: table('business'),
    where: [any(before, after)],
    by: {},
    measures: {
      eventsBefore: sum(numerator, before),
      eventsAfter: sum(numerator, after),
      trialsBefore: sum(denominator, before),
      trialsAfter: sum(denominator, after),
    },
  };
}
