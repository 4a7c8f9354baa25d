import type { Check } from './check.ts';
import { errors } from './errors.ts';
import { fallback } from './fallback.ts';
import { featureStore } from './feature-store.ts';
import { goldenReplay } from './golden-replay.ts';
import { latencyByStage } from './latency-by-stage.ts';
import { parity } from './parity.ts';
import { restarts } from './restarts.ts';
import { routing } from './routing.ts';
import { threshold } from './threshold.ts';
import { utilization } from './utilization.ts';

/** Every check, cheapest first within its kind. */
export const CHECKS: readonly Check[] = [
  featureStore,
  parity,
  goldenReplay,
  threshold,
  routing,
  latencyByStage,
  errors,
  fallback,
  restarts,
  utilization,
];
