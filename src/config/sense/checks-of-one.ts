/** Checks that speak of features one by one: a monitor may ask each about one of them alone. */
export const FEATURE_CHECKS: readonly string[] = [
  'null-rate',
  'constant',
  'out-of-range',
  'categories',
  'feature-drift',
  'feature-store',
  'freshness',
  'parity',
];

/** The check that speaks of serving stages one by one. */
export const STAGE_CHECK = 'latency-by-stage';
