import { column, count, isNotNull, table, text } from '../../sql/build.ts';
import type { MetricSpec } from '../../symptom/metric-home.ts';
import { categoryOf } from '../../symptom/metric-question.ts';
import type { Window } from '../../time/window.ts';
import type { CheckContext } from '../check.ts';
import type { Question } from '../question.ts';

const DAY = 86_400_000;

export type Alternative = { readonly name: string; readonly words: string; readonly window: Window };

/**
 * Fair baselines, all of them before the onset: the whole rolling window; the same hours of the last day before the onset that is long
 * enough; the same hours a week earlier. A volume or a rate at night is only comparable with nights.
 */
export function alternatives(context: CheckContext): readonly Alternative[] {
  const { baseline: rolling, incident } = context.windows;
  const length = incident.to.getTime() - incident.from.getTime();
  const back = (days: number): Window => ({
    from: new Date(incident.from.getTime() - days * DAY),
    to: new Date(incident.to.getTime() - days * DAY),
  });
  const daysBack = Math.max(1, Math.ceil((length - (rolling.to.getTime() - incident.from.getTime())) / DAY));
  const yesterday = Array.from({ length: 3 }, (_, k) => daysBack + k).find(
    (days) => back(days).to.getTime() <= rolling.to.getTime(),
  );
  const weeks = Math.ceil((yesterday ?? 1) / 7) * 7;
  return [
    { name: 'rolling', words: 'the rolling baseline', window: rolling },
    ...(yesterday === undefined
      ? []
      : [
          {
            name: 'previous-day',
            words:
              yesterday === 1
                ? 'the same hours of the day before'
                : `the same hours ${yesterday} days before`,
            window: back(yesterday),
          },
        ]),
    ...(yesterday === weeks
      ? []
      : [{ name: 'previous-week', words: 'the same hours of the week before', window: back(weeks) }]),
  ];
}

/** What the training rows can say: the distribution of a column, or the label rate. */
export function referenceQuestion(context: CheckContext, spec: MetricSpec): Question | null {
  const { model } = context;
  if (model.reference === undefined) return null;
  if (spec.metric === 'psi' && spec.column !== null) {
    const value =
      spec.profile === null
        ? text(column(spec.column))
        : categoryOf(spec.column, spec, (name) => column(name));
    return {
      kind: 'aggregate',
      from: table('reference'),
      where: [],
      by: { value },
      measures: { n: count() },
      limit: 10_000,
    };
  }
  if (spec.metric === 'label_rate' && model.predictions.label !== undefined) {
    const label = column(model.predictions.label.column);
    return {
      kind: 'aggregate',
      from: table('reference'),
      where: [isNotNull(label)],
      by: {},
      measures: {
        n: count(),
        sum: { kind: 'sum', of: { kind: 'number', of: label } },
        squares: { kind: 'sum-of-squares', of: { kind: 'number', of: label } },
      },
    };
  }
  return null;
}
