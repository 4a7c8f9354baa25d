import type { ModelConfig } from '../config/schema.ts';

/** Whether a dimension says which version of the model served. */
export function isVersion(model: ModelConfig, name: string): boolean {
  return name === model.predictions.version || name === model.requests?.version;
}
