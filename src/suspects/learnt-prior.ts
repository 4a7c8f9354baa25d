import type { SignalKind } from '../alert/metric.ts';
import { dirichletMean, dirichletPrior, updateDirichlet } from '../statistics/belief/dirichlet.ts';
import type { HypothesisId, Suspect } from './vocabulary.ts';

/** A closed incident whose cause somebody confirmed. */
export type ClosedIncident = { readonly signal: SignalKind; readonly cause: HypothesisId };

/** What is believed before any evidence: of each hypothesis, and of "none of these". Sums to 1. */
export type Priors = { readonly of: ReadonlyMap<HypothesisId, number>; readonly none: number };

export type LearntPriors = Priors & {
  /** How each prior came about; empty as long as no incident of this kind was closed with a cause. */
  readonly history: ReadonlyMap<HypothesisId, NonNullable<Suspect['history']>>;
};

/** The published shares count as this many incidents of the team's own: after twenty, both weigh the same. */
const PRIOR_WEIGHT = 20;

/**
 * The starting beliefs after this team's closed incidents of the same family of signals: a Dirichlet of weight 20, to
 * which every confirmed cause adds one. Shares of one family do not move those of another, because a slow service and a
 * falling AUC have different usual causes.
 */
export function learntPriors(
  published: Priors,
  closed: readonly ClosedIncident[],
  signal: SignalKind | null,
): LearntPriors {
  const alike = closed.filter((one) => familyOf(one.signal) === familyOf(signal));
  if (alike.length === 0) return { ...published, history: new Map() };
  const counts: Record<string, number> = {};
  for (const { cause } of alike) counts[cause] = (counts[cause] ?? 0) + 1;
  const shares: Record<string, number> = { ...Object.fromEntries(published.of), none: published.none };
  const learnt = dirichletMean(updateDirichlet(dirichletPrior(shares, PRIOR_WEIGHT), counts));
  const ids = [...published.of.keys()];
  return {
    of: new Map(ids.map((id) => [id, learnt[id] ?? 0])),
    none: learnt['none'] ?? published.none,
    history: new Map(
      ids.map((id) => [id, { prior: learnt[id] ?? 0, caused: counts[id] ?? 0, closed: alike.length }]),
    ),
  };
}

/** Signals whose usual causes are alike. An incident that no monitor saw is taken for one of quality. */
function familyOf(signal: SignalKind | null): 'quality' | 'serving' | 'drift' | 'business' {
  switch (signal) {
    case 'service-health':
      return 'serving';
    case 'drift':
      return 'drift';
    case 'business-kpi':
      return 'business';
    case 'model-metric':
    case 'data-quality':
    case 'complaint':
    case null:
      return 'quality';
  }
}
