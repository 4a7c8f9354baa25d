import type { Aggregate } from '../../sql/aggregate.ts';
import { any, column, count, countIf, during, table } from '../../sql/build.ts';
import { proportionDifference } from '../../statistics/proportion/proportion-difference.ts';
import type { Proportion } from '../../statistics/proportion/proportion.ts';
import type { CheckContext } from '../check.ts';
import { estimated } from '../compare/estimated.ts';
import type { Finding } from '../evidence.ts';
import { kpiAgainstLabels } from '../labels/label-arrival.ts';
import { kpiDetail } from '../labels/label-findings.ts';
import { kpiQuestion } from '../labels/label-questions.ts';
import { isPositive, maturelyLabelled, ofSegment, windowOf, type Maturity } from '../labels/mature-labels.ts';
import type { Answers, Questions } from '../question.ts';
import { countOf, rowsOrNone } from '../read-answers.ts';

/** How many predictions the labels call right, and what the business counted meanwhile; nothing where there is no business table. */
export function classKpiQuestions(context: CheckContext, maturity: Maturity): Questions {
  const kpi = kpiQuestion(context, maturity);
  if (kpi === null) return {};
  const time = column(context.model.predictions.time);
  const { baseline, incident } = context.windows;
  const right: Aggregate = {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      any(during(time, baseline), during(time, incident)),
      ...ofSegment(context),
      ...maturelyLabelled(context, maturity),
    ],
    by: { window: windowOf(time, context) },
    measures: { n: count(), right: countIf(isPositive(context)) },
  };
  return { kpi, right };
}

/**
 * Accuracy by the labels beside the business KPI, over all classes. A label rate of yes or no is held against the KPI by the factor
 * that both moved by, as one is a share of the other. A KPI counts no classes, and no factor leads from accuracy to it: whether they
 * disagree stays open, and the finding never counts as shifted. Null where one of them cannot be said.
 */
export function classKpiFinding(context: CheckContext, answers: Answers): Finding | null {
  const { label } = context.model.predictions;
  const { business } = context.model;
  const rows = rowsOrNone(answers, 'right');
  const of = (window: 'before' | 'after'): Proportion => {
    const row = rows.find((one) => one['window'] === window);
    return { events: countOf(row?.['right']), trials: countOf(row?.['n']) };
  };
  const accuracy = { before: of('before'), after: of('after') };
  const moved = kpiAgainstLabels(rowsOrNone(answers, 'kpi')[0], accuracy);
  if (label === undefined || business === undefined || moved === null) return null;
  const { kpiRatio, kpiMoved } = kpiDetail(moved);
  const change = Math.round((moved.kpi.value - 1) * 100);
  const kpi = kpiMoved === true ? `moved by ${change > 0 ? '+' : ''}${change} %` : 'stayed as it was';
  return {
    subject: { kind: 'label', name: label.column },
    measure: 'accuracy by the labels beside the business KPI',
    unit: 'share',
    ...estimated(proportionDifference(accuracy)),
    adjustedP: null,
    threshold: null,
    shifted: false,
    detail: { kpiRatio, kpiMoved, kpiDisagrees: null },
    sentence:
      `accuracy by the labels ${percent(accuracy.before)} → ${percent(accuracy.after)} while ${business.kpi.name} ${kpi}: ` +
      `whether they disagree is inconclusive, as ${business.kpi.name} counts no classes`,
  };
}

const percent = ({ events, trials }: Proportion): string => `${((events / trials) * 100).toFixed(1)} %`;
