import { numberAt } from '../number-at.ts';
import type { SearchedBins } from './searched-bins.ts';

/** What the searches ask of the bins. Indices count searched bins, `to` excluded; likelihood gains are twice the logarithm, inflation removed. */
export type Evidence = {
  readonly size: number;
  /** Gain of giving from..to a level of its own, the rest sharing one, over one level (on top of the season) for all. */
  readonly gain: (from: number, to: number) => number;
  /** Residuals about that one level, and 1 / their variance: what a slope is fitted to. */
  readonly residual: Float64Array;
  readonly weight: Float64Array;
};

/** Evidence of either kind of series. Time: one pass; every gain afterwards is a handful of operations. */
export function evidenceOf(bins: SearchedBins): Evidence {
  switch (bins.kind) {
    case 'rates':
      return rateEvidence(bins);
    case 'means':
      return meanEvidence(bins);
  }
}

// Normal likelihood: the gain is the weighted sum of squares between inside and outside.
function meanEvidence({ level, expected, variance }: SearchedBins): Evidence {
  const weight = variance.map((value) => 1 / value);
  const shift = weightedMean(level, expected, weight);
  const residual = level.map((value, k) => value - numberAt(expected, k) - shift);
  const pull = runningSum(residual.map((value, k) => value * numberAt(weight, k)));
  const mass = runningSum(weight);
  const size = level.length;
  const gain = (from: number, to: number) => {
    const inside = numberAt(pull, to) - numberAt(pull, from);
    const weightInside = numberAt(mass, to) - numberAt(mass, from);
    const outside = numberAt(pull, size) - inside;
    return (inside * inside) / weightInside + (outside * outside) / (numberAt(mass, size) - weightInside);
  };
  return { size, gain, residual, weight };
}

// Binomial likelihood: the season is first moved to the searched bins' own level on the logit scale, then inside and outside are each held
// against what that expects.
function rateEvidence({ level, rows, expected, inflation }: SearchedBins): Evidence {
  const usual = atOwnLevel(level, rows, expected);
  const events = runningSum(level.map((rate, k) => rate * numberAt(rows, k)));
  const foreseen = runningSum(usual.map((rate, k) => rate * numberAt(rows, k)));
  const trials = runningSum(rows);
  const size = level.length;
  const gain = (from: number, to: number) => {
    const y = numberAt(events, to) - numberAt(events, from);
    const e = numberAt(foreseen, to) - numberAt(foreseen, from);
    const n = numberAt(trials, to) - numberAt(trials, from);
    const outside = deviance(
      numberAt(events, size) - y,
      numberAt(foreseen, size) - e,
      numberAt(trials, size) - n,
    );
    return (deviance(y, e, n) + outside) / inflation;
  };
  return {
    size,
    gain,
    residual: level.map((rate, k) => rate - numberAt(usual, k)),
    weight: usual.map((rate, k) => numberAt(rows, k) / (rate * (1 - rate) * inflation)),
  };
}

function deviance(events: number, foreseen: number, trials: number): number {
  return 2 * (part(events, foreseen) + part(trials - events, trials - foreseen));
}

function part(seen: number, foreseen: number): number {
  return seen > 1e-9 ? seen * Math.log(seen / foreseen) : 0;
}

// Newton's method for the one shift in logits that makes foreseen and seen events equal; the caller has excluded all or no events.
function atOwnLevel(level: Float64Array, rows: Float64Array, expected: Float64Array): Float64Array {
  const logits = expected.map((rate) => {
    const inside = Math.min(1 - 1e-9, Math.max(1e-9, rate));
    return Math.log(inside / (1 - inside));
  });
  let seen = 0;
  level.forEach((rate, k) => (seen += rate * numberAt(rows, k)));
  let shift = 0;
  let usual = logits;
  for (let step = 0; step < 60; step++) {
    let [gap, slope] = [seen, 0];
    const at = shift;
    usual = logits.map((value, k) => {
      const rate = 1 / (1 + Math.exp(-(value + at)));
      gap -= rate * numberAt(rows, k);
      slope += rate * (1 - rate) * numberAt(rows, k);
      return rate;
    });
    if (Math.abs(gap) <= 1e-9 * seen) break;
    shift += Math.min(2, Math.max(-2, gap / slope));
  }
  return usual;
}

function weightedMean(level: Float64Array, expected: Float64Array, weight: Float64Array): number {
  let [sum, mass] = [0, 0];
  for (let k = 0; k < level.length; k++) {
    sum += numberAt(weight, k) * (numberAt(level, k) - numberAt(expected, k));
    mass += numberAt(weight, k);
  }
  return sum / mass;
}

function runningSum(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let k = 0; k < values.length; k++) sums[k + 1] = numberAt(sums, k) + numberAt(values, k);
  return sums;
}
