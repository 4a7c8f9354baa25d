import type { Row } from '../../sql/aggregate.ts';
import { normalTwoSided } from '../../statistics/distribution/normal.ts';
import { proportionRatio, type Ratio } from '../../statistics/proportion/proportion-ratio.ts';
import type { Proportion } from '../../statistics/proportion/proportion.ts';
import type { CheckContext } from '../check.ts';
import { compareShares } from '../compare/compare-shares.ts';
import type { Finding } from '../evidence.ts';
import { durationWords, type Maturity } from './mature-labels.ts';
import { countOf } from '../read-answers.ts';

/** How the business KPI moved, beside the label rate. Ratios are after / before. */
export type KpiMove = {
  readonly kpi: Ratio;
  readonly label: Ratio;
  /** p that both moved by the same factor. */
  readonly pSame: number;
};

/** Both as ratios after / before; null when one of them cannot be said. */
export function kpiAgainstLabels(
  row: Row | undefined,
  plain: { readonly before: Proportion; readonly after: Proportion },
): KpiMove | null {
  if (row === undefined) return null;
  const kpi = proportionRatio({
    before: { events: countOf(row['eventsBefore']), trials: countOf(row['trialsBefore']) },
    after: { events: countOf(row['eventsAfter']), trials: countOf(row['trialsAfter']) },
  });
  const label = proportionRatio(plain);
  if (kpi.kind === 'unanswerable' || label.kind === 'unanswerable') return null;
  if (kpi.value === 0 || label.value === 0) return null;
  const z = Math.log(label.value / kpi.value) / Math.hypot(label.standardError, kpi.standardError);
  return { kpi, label, pSame: normalTwoSided(z) };
}

/** The check asks twice: whether labels came, and what they say. Both are corrected for it. */
export const FAMILIES = 2;

/** Do requests of the same age have their label as often as before, and as soon? */
export function completenessFindings(
  context: CheckContext,
  rows: readonly Row[],
  maturity: Maturity,
): readonly Finding[] {
  const name = context.model.predictions.label?.column ?? '';
  // Without arrival times an old request had longer to get its label, and nothing makes the windows equal.
  if (maturity.seconds === null) return [];
  const of = (window: 'before' | 'after', key: 'known' | 'early'): Proportion => {
    const row = rows.find((one) => one['window'] === window);
    return { events: countOf(row?.[key]), trials: countOf(row?.['n']) };
  };
  const age = durationWords(maturity.seconds);
  const half = durationWords(Math.min(maturity.seconds, maturity.medianDelay ?? maturity.seconds));
  const found = (
    [
      ['known', `labels within ${age}`, 'label completeness'],
      ['early', `labels within ${half}`, 'label promptness'],
    ] as const
  ).map(([key, words, measure]) => ({
    measure,
    pair: {
      subject: { kind: 'label' as const, name },
      before: of('before', key),
      after: of('after', key),
      words: (from: string, to: string) => `${words} went from ${from} to ${to} of requests`,
    },
  }));
  return found.flatMap(({ measure, pair }) =>
    compareShares([pair], {
      measure,
      floor: context.thresholds['completeness'] ?? 0.05,
      alpha: (context.thresholds['alpha'] ?? 0.001) / (found.length * FAMILIES),
      direction: 'down',
    }).map((finding) => ({
      ...finding,
      adjustedP: finding.adjustedP === null ? null : Math.min(1, finding.adjustedP * found.length * FAMILIES),
      detail: { kind: measure === 'label completeness' ? 'missing' : 'late', ageSeconds: maturity.seconds },
    })),
  );
}
