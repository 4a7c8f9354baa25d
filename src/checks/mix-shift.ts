import type { Aggregate } from '../sql/aggregate.ts';
import {
  any,
  column,
  count,
  countIf,
  during,
  gte,
  isNotNull,
  number,
  sum,
  sumOfSquares,
  table,
  timeBin,
} from '../sql/build.ts';
import type { Measure } from '../sql/aggregate.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import { delayQuestion, isPositive, maturityOf, ofSegment, windowOf } from './labels/mature-labels.ts';
import { withinFinding, withinQuestion } from './metric/metric-within.ts';
import { metricOfIncident } from './metric/metric-spec.ts';
import {
  judgeMixes,
  measureMix,
  type MeasuredMix,
  valuesOf,
  type Mix,
  type ValueMix,
} from './mix/mix-of-dimension.ts';
import { splitFinding, type RateMetric } from './mix/mix-split.ts';
import type { Answers, Questions } from './question.ts';
import { rowsOf, rowsOrNone } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

/** Lengths of the stretches of the baseline, in hours, that an incident is held against. */
const stretches = [24, 12, 8, 6, 4, 3, 2, 1];

/** The longest stretch that the incident fills: what mixes differ by from hour to hour is more than from day to day. */
function stretchSeconds(context: CheckContext): number {
  const { incident } = context.windows;
  const hours = (incident.to.getTime() - incident.from.getTime()) / 3_600_000;
  return (stretches.find((stretch) => stretch <= hours) ?? 1) * 3600;
}

/** Did another mix of traffic come, and does the mix alone explain the change? */
export const mixShift: Check = {
  about: {
    id: 'mix-shift',
    title: 'Mix of traffic',
    question: 'Did the shares of segments move, which values, and does the mix alone explain the change?',
    tellsApart: ['external', 'config', 'data'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      psi: {
        default: 0.1,
        unit: 'psi',
        why: 'the usual line from which a shift is called moderate; it must also exceed, for its rows, that of every stretch of the baseline',
      },
      floor: { default: 0.03, unit: 'share', why: 'values move by a percent or two from day to day' },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'every dimension and every value is looked at',
      },
      explained: {
        default: 0.7,
        unit: 'share of the change',
        why: 'with less than this left to the rates, the mix is the story',
      },
    },
  },

  query(context): Questions {
    const { segments } = context.model.predictions;
    const kpi = rateMetricOf(context) === 'KPI';
    const delay = delayQuestion(context);
    return {
      ...(delay === null ? {} : { delay }),
      ...Object.fromEntries(
        segments.flatMap((dimension) => [
          [`of ${dimension}`, question(context, dimension)],
          ...(kpi ? [[`kpi of ${dimension}`, kpiQuestion(context, dimension)] as const] : []),
        ]),
      ),
    };
  },

  /** Where a mix shifted: did the model's metric move for people of one kind, or only because other people came? */
  follow(context, answers): Questions {
    const [first] = shiftedMixes(mixesIn(context, answers));
    if (first === undefined) return {};
    const within = withinQuestion(context, first.dimension, maturityOf(context, answers));
    return within === null ? {} : { within };
  },

  verdict(context, answers) {
    const { segments } = context.model.predictions;
    if (segments.length === 0)
      return inconclusive('no segment columns are configured', 'Name them under predictions.segments.');
    const reads = segments.map((dimension) => ({ dimension, read: rowsOf(answers, `of ${dimension}`) }));
    const failed = reads.map(({ read }) => read).find((read) => read.kind === 'not-read');
    const mixes = mixesIn(context, answers);
    if (mixes.length === 0) {
      return inconclusive(
        failed === undefined ? 'no dimension has two values and rows in both windows' : failed.reason,
      );
    }
    const metric = rateMetricOf(context);
    const rated = (mix: Mix): readonly ValueMix[] =>
      metric === 'KPI' ? valuesOf(rowsOrNone(answers, `kpi of ${mix.dimension}`)) : mix.values;
    const findings = mixes
      .toSorted((a, b) => Number(b.shifted) - Number(a.shifted) || b.psi - a.psi)
      .flatMap((mix): Finding[] => {
        const split = splitFinding(context, mix, { metric, values: rated(mix) });
        return [...mix.findings, ...(split === null ? [] : [split])];
      });
    const [first] = shiftedMixes(mixes);
    if (first === undefined) {
      const largest = mixes.toSorted((a, b) => b.psi - a.psi)[0];
      return {
        answer: 'steady',
        line: `the mix of traffic is as before; the most moved is ${largest?.dimension ?? 'none'} with a PSI of ${(largest?.psi ?? 0).toFixed(3)}`,
        findings,
      };
    }
    const alone = splitFinding(context, first, { metric, values: rated(first) });
    const explains = alone?.detail?.['mixAlone'] === true ? `; ${alone.sentence}` : '';
    const within = withinFinding(context, first.dimension, rowsOrNone(answers, 'within'));
    return {
      answer: 'shifted',
      line: `${first.sentence}${explains}${within === null ? '' : `; ${within.sentence}`}`,
      findings: within === null ? findings : [...findings, within],
    };
  },
};

function mixesIn(context: CheckContext, answers: Answers): readonly Mix[] {
  const measured = context.model.predictions.segments.flatMap((dimension): MeasuredMix[] => {
    const read = rowsOf(answers, `of ${dimension}`);
    const mix = read.kind === 'rows' ? measureMix(context, dimension, read.rows) : null;
    return mix === null ? [] : [mix];
  });
  return judgeMixes(context, measured);
}

const shiftedMixes = (mixes: readonly Mix[]): readonly Mix[] =>
  mixes.filter((mix) => mix.shifted).toSorted((a, b) => b.psi - a.psi);

/** The rate that the mix may explain: the incident's own where it is one, else the mean score. */
function rateMetricOf(context: CheckContext): RateMetric {
  const { metric } = metricOfIncident(context);
  const { predictions } = context.model;
  if (metric === 'decision_rate' && predictions.decision !== undefined) return 'decision rate';
  if (metric === 'label_rate' && predictions.label !== undefined) return 'label rate';
  return metric === 'kpi' && context.model.business !== undefined ? 'KPI' : 'mean score';
}

/** Rows by value, window and stretch of time, with what the rate needs. */
function question(context: CheckContext, dimension: string): Aggregate {
  const time = column(context.model.predictions.time);
  const { baseline, incident } = context.windows;
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [any(during(time, baseline), during(time, incident)), ...ofSegment(context)],
    by: {
      window: windowOf(time, context),
      stretch: timeBin(time, stretchSeconds(context)),
      value: column(dimension),
    },
    measures: { n: count(), ...rateMeasures(context) },
    limit: 100_000,
  };
}

/** The KPI's events and trials by value and window, as the business counted them. */
function kpiQuestion(context: CheckContext, dimension: string): Aggregate {
  const { business } = context.model;
  const time = column(business?.time ?? '');
  const { baseline, incident } = context.windows;
  const events = sum(number(column(business?.kpi.numerator ?? '')));
  return {
    kind: 'aggregate',
    from: table('business'),
    where: [any(during(time, baseline), during(time, incident)), ...ofSegment(context)],
    by: { window: windowOf(time, context), value: column(dimension) },
    measures: {
      n: count(),
      trials: sum(number(column(business?.kpi.denominator ?? ''))),
      events,
      squares: events,
    },
    limit: 100_000,
  };
}

function rateMeasures(context: CheckContext): Readonly<Record<string, Measure>> {
  const { predictions } = context.model;
  switch (rateMetricOf(context)) {
    case 'mean score': {
      const score = number(column(predictions.score));
      return { trials: countIf(isNotNull(score)), events: sum(score), squares: sumOfSquares(score) };
    }
    case 'decision rate': {
      const decision = number(column(predictions.decision ?? ''));
      const made = countIf(gte(decision, 0.5));
      return { trials: countIf(isNotNull(decision)), events: made, squares: made };
    }
    // The business counts it, by itself: see kpiQuestion.
    case 'KPI':
      return {};
    case 'label rate': {
      const positive = countIf(isPositive(context));
      return {
        trials: countIf(isNotNull(number(column(predictions.label?.column ?? '')))),
        events: positive,
        squares: positive,
      };
    }
  }
}
