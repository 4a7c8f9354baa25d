import { isModelMetric } from '../../alert/metric.ts';
import type { MetricName } from '../../alert/metric.ts';
import { metricLabel } from '../../symptom/metric-words.ts';
import { classNamed } from '../../symptom/class-metric.ts';
import type { MetricSpec, Place } from '../../symptom/metric-home.ts';
import { whichMetric } from '../../symptom/which-metric.ts';
import { column } from '../../sql/build.ts';
import type { CheckContext } from '../check.ts';
import { maturelyLabelled, ofSegment, type Maturity } from '../labels/mature-labels.ts';

/** The metric the incident is about: the symptom's, else the alert's, else the model's usual one. */
export function metricOfIncident(context: CheckContext): {
  readonly metric: MetricName;
  readonly column: string | null;
} {
  const { symptom, model, alert } = context;
  if (symptom !== null) return { metric: symptom.metric, column: symptom.column };
  return { metric: whichMetric(model, alert), column: alert?.column ?? null };
}

/** Is a greater value worse? */
export function worseWhenGreater(metric: MetricName): boolean {
  return ['log_loss', 'brier', 'mae', 'rmse'].includes(metric);
}

/** The model metric to judge by: what the incident is about when that is one, else the configured or usual one. */
export function modelMetricOf(context: CheckContext): MetricSpec {
  const { model } = context;
  const { metric, column: of } = metricOfIncident(context);
  const otherwise = { classification: 'auc', multiclass: 'accuracy', regression: 'mae' } as const;
  const usual = model.metric ?? otherwise[model.task];
  const chosen = isModelMetric(metric) ? metric : isModelMetric(usual) ? usual : otherwise[model.task];
  const about = metric === chosen ? classNamed(model, metric, of) : null;
  return { metric: chosen, model, column: about, profile: null };
}

/** The metric as people here call it. */
export function metricName(context: CheckContext, metric: MetricName, of: string | null = null): string {
  return metricLabel(context.model, metric, of);
}

/** Predictions with mature labels, by version where the configuration has one. */
export function byVersion(context: CheckContext, maturity: Maturity): Place {
  const { predictions } = context.model;
  return {
    relation: { kind: 'table', table: 'predictions' },
    of: (name) => column(name),
    time: column(predictions.time),
    by: predictions.version === undefined ? {} : { version: column(predictions.version) },
    where: [...ofSegment(context), ...maturelyLabelled(context, maturity)],
  };
}
