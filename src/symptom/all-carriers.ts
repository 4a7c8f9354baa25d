import type { ModelConfig } from '../config/schema.ts';
import { classCarriers } from './class-carriers.ts';
import type { Carrier } from './carrier.ts';
import { featureCarriers, parityCarriers } from './feature-carriers.ts';
import type { Marks } from './marks.ts';
import { exposureCarriers, modelCarriers } from './model-carriers.ts';
import { servingCarriers } from './serving-carriers.ts';
import { storeCarriers } from './store-carriers.ts';

/** Everything that could carry a symptom of this model. */
export function allCarriers(model: ModelConfig, marks: Marks): Carrier[] {
  return [
    ...marks.features.flatMap(featureCarriers),
    ...parityCarriers(model, marks.features),
    ...servingCarriers(model, marks.latency),
    ...(model.task === 'multiclass' ? classCarriers(model, marks) : modelCarriers(model, marks)),
    ...exposureCarriers(model, marks),
    ...storeCarriers(model, marks),
  ];
}
