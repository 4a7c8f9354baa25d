import type { Fault } from './fault.ts';
import { codePreprocessing } from './faults/code-preprocessing.ts';
import { configFeatureStore } from './faults/config-feature-store.ts';
import { configThreshold } from './faults/config-threshold.ts';
import { dataNulls } from './faults/data-nulls.ts';
import { dataRange } from './faults/data-range.ts';
import { dataStaleness } from './faults/data-staleness.ts';
import { externalMix } from './faults/external-mix.ts';
import { infraTimeouts } from './faults/infra-timeouts.ts';
import { modelWeights } from './faults/model-weights.ts';
import { none } from './faults/none.ts';
import { upstreamOutage } from './faults/upstream-outage.ts';

/** Every fault that can be put in, in the order in which they take their turns. */
export const FAULTS: readonly Fault[] = [
  dataNulls,
  dataStaleness,
  dataRange,
  modelWeights,
  codePreprocessing,
  infraTimeouts,
  configThreshold,
  configFeatureStore,
  upstreamOutage,
  externalMix,
  none,
];
