import type { Fault } from './fault.ts';
import { codePreprocessing } from './faults/code-preprocessing.ts';
import { codeSerialization } from './faults/code-serialization.ts';
import { configFeatureStore } from './faults/config-feature-store.ts';
import { configMonitoring } from './faults/config-monitoring.ts';
import { configRouting } from './faults/config-routing.ts';
import { configThreshold } from './faults/config-threshold.ts';
import { dataDrift } from './faults/data-drift.ts';
import { dataLabels } from './faults/data-labels.ts';
import { dataNulls } from './faults/data-nulls.ts';
import { dataRange } from './faults/data-range.ts';
import { dataStaleness } from './faults/data-staleness.ts';
import { externalDemand } from './faults/external-demand.ts';
import { externalMix } from './faults/external-mix.ts';
import { infraRestarts } from './faults/infra-restarts.ts';
import { infraSaturation } from './faults/infra-saturation.ts';
import { infraTimeouts } from './faults/infra-timeouts.ts';
import { modelCalibration } from './faults/model-calibration.ts';
import { modelWeights } from './faults/model-weights.ts';
import { none } from './faults/none.ts';
import { upstreamOutage } from './faults/upstream-outage.ts';
import { upstreamSchema } from './faults/upstream-schema.ts';

/** Every fault that can be put in, in the order in which they take their turns. */
export const FAULTS: readonly Fault[] = [
  dataNulls,
  dataStaleness,
  dataRange,
  dataDrift,
  dataLabels,
  modelWeights,
  modelCalibration,
  codePreprocessing,
  codeSerialization,
  infraSaturation,
  infraTimeouts,
  infraRestarts,
  configThreshold,
  configRouting,
  configFeatureStore,
  configMonitoring,
  upstreamOutage,
  upstreamSchema,
  externalMix,
  externalDemand,
  none,
];
