import { baseline } from './baseline.ts';
import { businessImpact } from './business-impact.ts';
import { calibration } from './calibration.ts';
import { categories } from './categories.ts';
import { changes } from './changes.ts';
import type { Check } from './check.ts';
import { constant } from './constant.ts';
import { errors } from './errors.ts';
import { fallback } from './fallback.ts';
import { featureDrift } from './feature-drift.ts';
import { featureStore } from './feature-store.ts';
import { freshness } from './freshness.ts';
import { goldenReplay } from './golden-replay.ts';
import { influence } from './influence.ts';
import { labels } from './labels.ts';
import { latencyByStage } from './latency-by-stage.ts';
import { mixShift } from './mix-shift.ts';
import { modelMetric } from './model-metric.ts';
import { nullRate } from './null-rate.ts';
import { outOfRange } from './out-of-range.ts';
import { parity } from './parity.ts';
import { predictionDrift } from './prediction-drift.ts';
import { restarts } from './restarts.ts';
import { routing } from './routing.ts';
import { schema } from './schema.ts';
import { shadowCompare } from './shadow-compare.ts';
import { threshold } from './threshold.ts';
import { upstream } from './upstream.ts';
import { utilization } from './utilization.ts';
import { versionCompare } from './version-compare.ts';
import { volume } from './volume.ts';

/** Every check, cheapest first within its kind. */
export const CHECKS: readonly Check[] = [
  changes,
  nullRate,
  constant,
  outOfRange,
  categories,
  featureDrift,
  predictionDrift,
  baseline,
  modelMetric,
  calibration,
  influence,
  versionCompare,
  labels,
  freshness,
  featureStore,
  parity,
  upstream,
  schema,
  goldenReplay,
  shadowCompare,
  threshold,
  routing,
  latencyByStage,
  errors,
  fallback,
  restarts,
  utilization,
  mixShift,
  volume,
  businessImpact,
];

/** The checks that a triage runs by itself: none that puts load on what serves. The others wait for a person's word. */
export const TRIAGE_CHECKS: readonly Check[] = CHECKS.filter(
  (check) => check.about.cost.risk !== 'touches production',
);
