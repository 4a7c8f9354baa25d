import type { Alert } from '../alert/alert.ts';
import { HYPOTHESES } from './list.ts';
import type { Category, HypothesisId } from './vocabulary.ts';

type Shares = Readonly<Record<Category | 'none', number>>;

/**
 * Starting beliefs by the kind of symptom: a judgement from published incident studies (Google SRE Workbook, appendix C;
 * Ghosh et al., SoCC 2022), not measured here. Confirmed incidents of the team are to move them.
 */
const QUALITY: Shares = {
  data: 0.25,
  code: 0.2,
  config: 0.15,
  model: 0.15,
  upstream: 0.1,
  infra: 0.08,
  external: 0.05,
  none: 0.02,
};
const SERVING: Shares = {
  infra: 0.3,
  code: 0.2,
  config: 0.17,
  upstream: 0.15,
  external: 0.1,
  data: 0.03,
  model: 0.03,
  none: 0.02,
};
const DRIFT: Shares = {
  external: 0.28,
  data: 0.22,
  config: 0.15,
  upstream: 0.15,
  code: 0.1,
  model: 0.05,
  infra: 0.03,
  none: 0.02,
};
const BUSINESS: Shares = {
  config: 0.22,
  external: 0.2,
  data: 0.15,
  code: 0.13,
  model: 0.13,
  infra: 0.08,
  upstream: 0.07,
  none: 0.02,
};

function sharesFor(alert: Alert | null): Shares {
  switch (alert?.signal) {
    case 'service-health':
      return SERVING;
    case 'drift':
      return DRIFT;
    case 'business-kpi':
      return BUSINESS;
    case 'model-metric':
    case 'data-quality':
    case 'complaint':
    case undefined:
      return QUALITY;
  }
}

/** The prior of each hypothesis, its category's share split evenly, and that of "none of these". */
export function priorsFor(alert: Alert | null): {
  readonly of: ReadonlyMap<HypothesisId, number>;
  readonly none: number;
} {
  const shares = sharesFor(alert);
  const sizes = new Map<Category, number>();
  for (const { category } of HYPOTHESES) sizes.set(category, (sizes.get(category) ?? 0) + 1);
  return {
    of: new Map(HYPOTHESES.map(({ id, category }) => [id, shares[category] / (sizes.get(category) ?? 1)])),
    none: shares.none,
  };
}
