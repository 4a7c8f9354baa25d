import type { ModelConfig } from '../config/schema.ts';
import { CORRECT, isClass, isPredicted, scoreOfClass } from '../sql/class-columns.ts';

/**
 * One class against the rest, as a model of two: the score of the class, whether it was predicted, whether it is the true one. Whatever
 * is known about probabilities holds for it. The warehouse knows these columns of every model of several classes.
 */
export function oneClassOf(model: ModelConfig, name: string): ModelConfig {
  const { label } = model.predictions;
  return {
    ...model,
    task: 'classification',
    predictions: {
      ...model.predictions,
      score: scoreOfClass(name),
      decision: isPredicted(name),
      ...(label === undefined ? {} : { label: { ...label, column: isClass(name) } }),
    },
  };
}

/** Is the model seen as the top class of several? */
export function ofTopClass({ predictions }: ModelConfig): boolean {
  return predictions.label?.column === CORRECT;
}

/**
 * The class that was predicted, as a model of two: how sure the model was, and whether it was right. "Calibrated" then means that of
 * the predictions made with a score of 0.8 eight in ten are right (top-label calibration, Gupta & Ramdas 2022).
 */
export function topClassOf(model: ModelConfig): ModelConfig {
  const { label } = model.predictions;
  return {
    ...model,
    task: 'classification',
    predictions: {
      ...model.predictions,
      decision: undefined,
      ...(label === undefined ? {} : { label: { ...label, column: CORRECT } }),
    },
  };
}
