import { chiSquareSurvival } from '../distribution/chi-square.ts';
import { DEFAULT_LEVEL, type Answer, type Interval } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { numberAt } from '../number-at.ts';
import { occupied, smoothedShares, type CategoryCounts } from './category-counts.ts';

/** PSI below 0.1, from 0.1, from 0.25: the field's convention for how large, which is no test of whether. */
export type DriftClass = 'negligible' | 'moderate' | 'major';

export type PopulationStability = {
  readonly kind: 'estimate';
  /** Natural-log PSI, 0 for equal shares. */
  readonly value: number;
  readonly interval: Interval;
  readonly pValue: number;
  /** What PSI would average with these sample sizes and no change at all. */
  readonly expectedUnderNoChange: number;
  readonly effect: DriftClass;
  readonly degrees: number;
  /** Each category's part of `value`, in the order of the input. */
  readonly contributions: readonly number[];
  readonly n: { readonly before: number; readonly after: number };
};

/**
 * Population stability index, Σ (q − p) ln(q/p) over categories, with smoothed shares, tested against its distribution under no change,
 * (1/n + 1/m)·χ²(B − 1), B the categories that occur. The interval is the delta method's, cut at 0: rough where PSI is small.
 * Assumes independent rows and bin edges chosen before looking at the after window. Source: Yurdakul 2018.
 */
export function populationStability(
  counts: CategoryCounts,
  level = DEFAULT_LEVEL,
): Answer<PopulationStability> {
  const found = occupied(counts);
  if (found.kind === 'unanswerable') return found;
  const [p, q] = [smoothedShares(found.before), smoothedShares(found.after)];
  const contributions = Array.from({ length: counts.before.length }, () => 0);
  let [value, meanP, meanQ, squareP, squareQ] = [0, 0, 0, 0, 0];
  p.forEach((share, k) => {
    const other = numberAt(q, k);
    const part = (other - share) * Math.log(other / share);
    contributions[numberAt(found.index, k)] = part;
    value += part;
    // Slopes of PSI in each share, for the delta method.
    const slopeP = Math.log(share / other) + 1 - other / share;
    const slopeQ = Math.log(other / share) + 1 - share / other;
    meanP += share * slopeP;
    meanQ += other * slopeQ;
    squareP += share * slopeP * slopeP;
    squareQ += other * slopeQ * slopeQ;
  });
  const scale = 1 / found.n.before + 1 / found.n.after;
  const degrees = p.length - 1;
  const standardError = Math.sqrt(
    Math.max(0, squareP - meanP * meanP) / found.n.before +
      Math.max(0, squareQ - meanQ * meanQ) / found.n.after,
  );
  return {
    kind: 'estimate',
    value,
    interval: normalInterval({ value, standardError }, level, { low: 0, high: Infinity }),
    pValue: chiSquareSurvival(value / scale, degrees),
    expectedUnderNoChange: scale * degrees,
    effect: driftClass(value),
    degrees,
    contributions,
    n: found.n,
  };
}

function driftClass(value: number): DriftClass {
  if (value < 0.1) return 'negligible';
  return value < 0.25 ? 'moderate' : 'major';
}
