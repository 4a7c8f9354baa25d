import { codePreprocessing } from './hypotheses/code-preprocessing.ts';
import { codeSerialization } from './hypotheses/code-serialization.ts';
import { configFeatureStore } from './hypotheses/config-feature-store.ts';
import { configMonitoring } from './hypotheses/config-monitoring.ts';
import { configRouting } from './hypotheses/config-routing.ts';
import { configThreshold } from './hypotheses/config-threshold.ts';
import { dataDrift } from './hypotheses/data-drift.ts';
import { dataLabels } from './hypotheses/data-labels.ts';
import { dataNulls } from './hypotheses/data-nulls.ts';
import { dataRange } from './hypotheses/data-range.ts';
import { dataStaleness } from './hypotheses/data-staleness.ts';
import { externalDemand } from './hypotheses/external-demand.ts';
import { externalMix } from './hypotheses/external-mix.ts';
import { infraRestarts } from './hypotheses/infra-restarts.ts';
import { infraSaturation } from './hypotheses/infra-saturation.ts';
import { infraTimeouts } from './hypotheses/infra-timeouts.ts';
import { modelCalibration } from './hypotheses/model-calibration.ts';
import { modelWeights } from './hypotheses/model-weights.ts';
import { upstreamOutage } from './hypotheses/upstream-outage.ts';
import { upstreamSchema } from './hypotheses/upstream-schema.ts';
import type { Hypothesis } from './hypothesis.ts';
import { sensible } from './sensible.ts';

/** Every hypothesis; adding one is adding a file here. One that makes no sense is refused as soon as this is loaded. */
export const HYPOTHESES: readonly Hypothesis[] = sensible([
  dataNulls,
  dataStaleness,
  dataRange,
  dataDrift,
  dataLabels,
  modelWeights,
  modelCalibration,
  codePreprocessing,
  codeSerialization,
  configFeatureStore,
  configThreshold,
  configRouting,
  configMonitoring,
  infraSaturation,
  infraTimeouts,
  infraRestarts,
  upstreamOutage,
  upstreamSchema,
  externalMix,
  externalDemand,
]);
