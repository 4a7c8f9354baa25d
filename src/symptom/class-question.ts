import {
  CORRECT,
  PREDICTED_CLASS,
  SQUARED_DISTANCE,
  TRUE_CLASS,
  TRUE_SCORE,
  hasClassScores,
  isClass,
  scoreOfClass,
} from '../sql/class-columns.ts';
import { caseWhen, count, eq, isNotNull, ln, lt, minus, number, numberBin } from '../sql/build.ts';
import type { MetricSpec, Place } from './metric-home.ts';
import { leastProbability, moments, noLabel, scoreEdges, share, type Counted } from './metric-question.ts';

export const noScores = {
  reason: 'the configuration does not say where the scores of the classes are (predictions.scores)',
} as const;

const byClass = { reason: 'with several classes it is measured for one of them, and none is named' } as const;

/** What a metric over several classes counts; null for a metric to which the classes do not matter. */
export function countedOfClasses(
  { metric, model, column }: MetricSpec,
  { of }: Place,
): Counted | { readonly reason: string } | null {
  const labelled = model.predictions.label !== undefined;
  switch (metric) {
    case 'accuracy':
      return labelled ? share(eq(number(of(CORRECT)), 1), [isNotNull(of(CORRECT))]) : noLabel;
    case 'f1':
    case 'macro_f1':
    case 'precision':
    case 'recall':
      if (!labelled) return noLabel;
      return {
        keys: { truth: of(TRUE_CLASS), predicted: of(PREDICTED_CLASS) },
        measures: { n: count() },
        where: [isNotNull(of(TRUE_CLASS)), isNotNull(of(PREDICTED_CLASS))],
      };
    case 'auc': {
      if (!labelled) return noLabel;
      if (!hasClassScores(model)) return noScores;
      const classes = model.predictions.classes ?? [];
      const keys = classes.map((name, place) => ({
        [`bin${place}`]: numberBin(number(of(scoreOfClass(name))), scoreEdges),
        [`is${place}`]: of(isClass(name)),
      }));
      return {
        keys: Object.assign({}, ...keys) as Counted['keys'],
        apart: keys.map((each) => Object.keys(each)),
        measures: { n: count() },
        where: [isNotNull(of(TRUE_CLASS))],
      };
    }
    case 'log_loss': {
      if (!labelled) return noLabel;
      if (!hasClassScores(model)) return noScores;
      const right = number(of(TRUE_SCORE));
      const loss = minus(0, ln(caseWhen([[lt(right, leastProbability), leastProbability]], right)));
      return { keys: {}, ...moments(loss), where: [isNotNull(of(TRUE_SCORE))] };
    }
    case 'brier':
      if (!labelled) return noLabel;
      if (!hasClassScores(model)) return noScores;
      return { keys: {}, ...moments(number(of(SQUARED_DISTANCE))), where: [isNotNull(of(TRUE_CLASS))] };
    case 'psi':
      return column === null
        ? { keys: { value: of(PREDICTED_CLASS) }, measures: { n: count() }, where: [] }
        : null;
    case 'label_rate':
    case 'decision_rate':
      return byClass;
    case 'mae':
    case 'rmse':
      return { reason: 'it is an error of values, and the model says classes' };
    case 'mean_score':
    case 'null_rate':
    case 'freshness':
    case 'volume':
    case 'label_volume':
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99':
    case 'error_rate':
    case 'fallback_rate':
    case 'kpi':
      return null;
  }
}
