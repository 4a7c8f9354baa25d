import type { Verdict } from '../../src/checks/evidence.ts';
import { betaQuantile } from '../../src/statistics/distribution/beta-quantile.ts';

/** Features that a check says have shifted. */
export function flaggedBy(verdict: Verdict | undefined): ReadonlySet<string> {
  return new Set(
    (verdict?.findings ?? []).flatMap(({ shifted, subject }) =>
      shifted && subject.kind === 'feature' ? [subject.name] : [],
    ),
  );
}

/** How well corrupted columns were named, summed over frames. */
export type Naming = { named: number; missed: number; wrong: number; clean: number };

export const noNaming = (): Naming => ({ named: 0, missed: 0, wrong: 0, clean: 0 });

export function tally(
  into: Naming,
  features: readonly string[],
  found: { readonly corrupted: ReadonlySet<string>; readonly flagged: ReadonlySet<string> },
): void {
  for (const name of features) {
    if (found.corrupted.has(name)) into[found.flagged.has(name) ? 'named' : 'missed'] += 1;
    else {
      into.clean += 1;
      if (found.flagged.has(name)) into.wrong += 1;
    }
  }
}

/** Precision, recall, F1 and the share of clean columns flagged. */
export function scoresOf({ named, missed, wrong, clean }: Naming) {
  const precision = named / Math.max(1, named + wrong);
  const recall = named / Math.max(1, named + missed);
  const f1 = (2 * named) / Math.max(1, 2 * named + wrong + missed);
  return { precision, recall, f1, clean: wrong / Math.max(1, clean) };
}

/** Clopper and Pearson's exact 95 % interval of a rate. */
export function exactInterval(
  events: number,
  trials: number,
): { readonly low: number; readonly high: number } {
  return {
    low: events === 0 ? 0 : betaQuantile(0.025, { a: events, b: trials - events + 1 }),
    high: events === trials ? 1 : betaQuantile(0.975, { a: events + 1, b: trials - events }),
  };
}
