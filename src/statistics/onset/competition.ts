import { binomialRampGain } from './binomial-ramp-gain.ts';
import { bestBump } from './bump-search.ts';
import { INTERVAL_DROP, type Candidate } from './candidate.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { bestRamp, type RampSearch } from './ramp-search.ts';
import { refitRateRamp } from './rate-ramp.ts';
import type { SearchedBins } from './searched-bins.ts';
import { bestStep } from './step-search.ts';

/** The winner, if any passed its threshold, and what every alternative gained (of the ramp: measured against the straight-line step). */
export type Competition = {
  readonly best: Candidate | undefined;
  readonly threshold: number;
  readonly gains: { readonly step: number; readonly ramp: number; readonly bump: number };
};

/**
 * Step, ramp and bump against "nothing changed" and against each other. Threshold 2 ln n + 12; a bump must clear it, and the step, by 2 ln n more
 * for its second free moment, a ramp must gain ln n more than a step for its free length.
 */
export function competition(bins: SearchedBins): Competition {
  const evidence = evidenceOf(bins);
  const logSize = Math.log(evidence.size);
  const threshold = 2 * logSize + 12;
  const step = bestStep(evidence);
  const bump = bestBump(evidence);
  const { ramp, stepGain, earliest } = rampOf(bins, { evidence, step, worthRefitting: threshold });
  const gains = { step: step.gain, ramp: ramp.gain, bump: bump.gain };
  const rampAhead = ramp.gain - stepGain - logSize;
  const bumpAhead = bump.gain - step.gain - 2 * logSize;
  if (bumpAhead > 0 && bumpAhead > rampAhead && bump.gain > threshold + 2 * logSize) {
    return { best: bump, threshold, gains };
  }
  if (rampAhead > 0 && ramp.gain > threshold + logSize) return { best: ramp, threshold, gains };
  if (step.gain <= threshold) return { best: undefined, threshold, gains };
  // Ramps that explain the bins nearly as well, their free length paid for, keep their onsets in the running.
  const drop = INTERVAL_DROP + rampAhead;
  const best = drop > 0 ? { ...step, low: Math.min(step.low, earliest(drop)) } : step;
  return { best, threshold, gains };
}

// Rates are refitted with their own likelihood, the one the step was measured with, wherever a ramp could matter at all.
function rampOf(
  bins: SearchedBins,
  rivals: { readonly evidence: Evidence; readonly step: Candidate; readonly worthRefitting: number },
): RampSearch {
  const straight = bestRamp(rivals.evidence);
  if (bins.kind === 'means' || straight.ramp.gain < rivals.worthRefitting) return straight;
  return {
    ...refitRateRamp(straight.ramp, bins),
    stepGain: binomialRampGain(bins, { onset: rivals.step.onset, duration: 1 }),
  };
}
