import type { MetricName } from '../alert/metric.ts';
import type { ModelConfig } from '../config/schema.ts';
import { CORRECT } from '../sql/class-columns.ts';

/** Metrics that can be measured for one class against the rest. */
const ofOneClass: readonly MetricName[] = [
  'auc',
  'precision',
  'recall',
  'f1',
  'mean_score',
  'decision_rate',
  'label_rate',
];

/** The class that a metric is about, when the model has several and this names one of them. */
export function classNamed(model: ModelConfig, metric: MetricName, column: string | null): string | null {
  if (model.task !== 'multiclass' || column === null || !ofOneClass.includes(metric)) return null;
  return (model.predictions.classes ?? []).find((name) => name === column) ?? null;
}

/** The column that says how it came out, as a number: the label, or with several classes whether the predicted one was right. */
export function outcomeColumn(model: ModelConfig): string {
  return model.task === 'multiclass' ? CORRECT : (model.predictions.label?.column ?? '');
}

/** Do the logs say how sure the model was of what it predicted? */
export function knowsConfidence({ predictions }: ModelConfig): boolean {
  return predictions.scores !== undefined || !predictions.score.startsWith('[');
}
