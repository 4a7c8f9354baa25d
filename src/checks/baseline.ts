import { isModelMetric } from '../alert/metric.ts';
import { column, text } from '../sql/build.ts';
import { homePlace, type MetricSpec, type Place } from '../symptom/metric-home.ts';
import { metricQuestion } from '../symptom/metric-question.ts';
import { inWindow, metricTally } from '../symptom/metric-tally.ts';
import { metricUnit } from '../symptom/metric-words.ts';
import { segmentCondition } from '../symptom/segment-condition.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding, Verdict } from './evidence.ts';
import { delayQuestion, maturelyLabelled, maturityOf } from './labels/mature-labels.ts';
import {
  compareTallies,
  metricFindings,
  metricFloor,
  reachOf,
  type MetricPair,
} from './metric/metric-findings.ts';
import { metricName, metricOfIncident } from './metric/metric-spec.ts';
import { alternatives, referenceQuestion } from './compare/other-baselines.ts';
import type { Questions } from './question.ts';
import { rowsOf, rowsOrNone } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

/** Does the alert survive another baseline? */
export const baseline: Check = {
  about: {
    id: 'baseline',
    title: 'Other baselines',
    question: 'Is the change still there against yesterday, against last week, against the rolling baseline?',
    tellsApart: ['config', 'external'],
    needs: ['predictions'],
    cost: { minutes: 0.3, risk: 'none' },
    thresholds: {
      floor: { default: 0.01, unit: 'points of the metric', why: 'less is not what an alert is about' },
      relative: {
        default: 0.05,
        unit: 'share of the value before',
        why: 'times, counts and losses have no natural scale; days differ by a few percent of themselves',
      },
      psi: { default: 0.1, unit: 'psi', why: 'the usual line from which a shift is called moderate' },
      alpha: { default: 0.01, unit: 'false discovery rate', why: 'every baseline is tested' },
    },
  },

  query(context): Questions {
    const delay = delayQuestion(context);
    return delay === null || !needsLabels(context) ? {} : { delay };
  },

  follow(context, answers): Questions {
    const spec = specOf(context);
    const place = placeOf(context, spec, answers);
    if ('reason' in place) return {};
    const questions: Record<string, Questions[string]> = {};
    for (const { name, window } of alternatives(context)) {
      const question = metricQuestion(spec, { before: window, after: context.windows.incident }, place);
      if (!('reason' in question)) questions[name] = asText(question, spec);
    }
    const reference = referenceQuestion(context, spec);
    return reference === null ? questions : { ...questions, training: reference };
  },

  verdict(context, answers) {
    const spec = specOf(context);
    const name = metricName(context, spec.metric, spec.column);
    const place = placeOf(context, spec, answers);
    if ('reason' in place) return inconclusive(place.reason);
    const asked = alternatives(context);
    const first = rowsOf(answers, asked[0]?.name ?? 'rolling');
    if (first.kind === 'not-read') return inconclusive(first.reason);
    const training = rowsOrNone(answers, 'training');
    const sides = [
      ...asked.map((one) => ({ ...one, fair: true, rows: rowsOrNone(answers, one.name) })),
      ...(training.length === 0
        ? []
        : [
            {
              name: 'training',
              words: 'the training rows',
              fair: false,
              rows: [
                ...training.map((row) => ({ ...row, window: 'before' })),
                ...inWindow(first.rows, 'after'),
              ],
            },
          ]),
    ];
    const pairs = sides.map(({ name: subject, words, rows, fair }): MetricPair => ({
      subject: { kind: 'baseline', name: subject },
      measure: name,
      comparison: compareTallies(
        metricTally(spec, inWindow(rows, 'before')),
        metricTally(spec, inWindow(rows, 'after')),
      ),
      detail: { fair, column: spec.column },
      words: (from, to) => `against ${words}: ${name} ${from} → ${to}`,
    }));
    const findings = metricFindings(pairs, {
      metric: spec.metric,
      unit: metricUnit(spec.metric),
      floor: floorOf(context, spec),
      alpha: context.thresholds['alpha'] ?? 0.01,
    });
    return judge(name, findings);
  },
};

/** An interval that reaches this many floors to either side has not looked closely enough to say that nothing moved. */
const roughest = 3;

function judge(name: string, findings: readonly Finding[]): Verdict {
  const fair = findings.filter((finding) => finding.detail?.['fair'] === true && finding.p !== null);
  if (fair.length === 0) {
    const reason = 'No earlier baseline has rows enough to measure it.';
    return { ...inconclusive(`${name} cannot be compared with another baseline`, reason), findings };
  }
  const shifted = fair.filter((finding) => finding.shifted);
  const steady = fair.filter((finding) => !finding.shifted);
  const training = findings.find((finding) => finding.detail?.['fair'] === false && finding.shifted);
  const listed = (ones: readonly Finding[]): string => ones.map((finding) => finding.sentence).join('; ');
  if (steady.length === 0) {
    return { answer: 'shifted', line: `the change survives every baseline: ${listed(shifted)}`, findings };
  }
  const clear = steady.filter(
    (finding) => (reachOf(finding) ?? Infinity) <= roughest * (finding.threshold ?? 0),
  );
  if (clear.length > 0) {
    const only = training === undefined ? '' : `; only ${training.sentence}`;
    return {
      answer: 'steady',
      line: `the change vanishes against a fair baseline: ${listed(clear)}${only}`,
      findings,
    };
  }
  return {
    ...inconclusive(
      `too few rows to say whether the change of ${name} survives other baselines`,
      `${listed(steady)}: the intervals are wider than what is looked for.`,
    ),
    findings,
  };
}

/** PSI of the column for an alert on a column, the incident's metric otherwise. Profiles give the bins of numbers. */
function specOf(context: CheckContext): MetricSpec {
  const { metric, column: name } = metricOfIncident(context);
  const profile = context.profile.find((feature) => feature.name === name) ?? null;
  return { metric, model: context.model, column: name, profile };
}

function needsLabels(context: CheckContext): boolean {
  const { metric } = metricOfIncident(context);
  return context.model.predictions.label !== undefined && (isModelMetric(metric) || metric === 'label_rate');
}

function placeOf(
  context: CheckContext,
  spec: MetricSpec,
  answers: Parameters<typeof maturityOf>[1],
): Place | { readonly reason: string } {
  const place = homePlace(spec);
  if ('reason' in place) return place;
  const segment = segmentCondition(context.segment, place.of);
  const mature = needsLabels(context) ? maturelyLabelled(context, maturityOf(context, answers)) : [];
  const found = { ...place, where: [...(segment === undefined ? [] : [segment]), ...mature] };
  const probe = metricQuestion(
    spec,
    { before: context.windows.baseline, after: context.windows.incident },
    found,
  );
  return 'reason' in probe ? probe : found;
}

/** A segment has no profile: its values are its bins. */
function asText<Q extends { readonly by: Readonly<Record<string, unknown>> }>(
  question: Q,
  spec: MetricSpec,
): Q {
  if (spec.metric !== 'psi' || spec.column === null || spec.profile !== null) return question;
  return { ...question, by: { ...question.by, value: text(column(spec.column)) }, limit: 10_000 };
}

function floorOf(context: CheckContext, spec: MetricSpec): (before: number) => number {
  const relative = context.thresholds['relative'] ?? 0.05;
  const points = context.thresholds['floor'] ?? 0.01;
  switch (metricUnit(spec.metric)) {
    case 'psi':
      return () => context.thresholds['psi'] ?? 0.1;
    case 'score':
    case 'share':
      return metricFloor(spec.metric, { points, relative });
    case 'ms':
    case 'seconds':
    case 'count':
    case 'value':
      return (before) => relative * Math.abs(before);
  }
}
