import type { OnsetQuestion } from '../../../src/statistics/onset/binned-series.ts';
import { seededRandom } from '../seeded-random.ts';

/** Eight days of five-minute bins with a daily season; the last day is searched. */
export const BINS_PER_DAY = 288;
export const SEARCH_FROM = 7 * BINS_PER_DAY;
const BINS = 8 * BINS_PER_DAY;

/** How a bin's level differs from the usual, in standard deviations of one bin (means) or as a new rate (rates). */
export type Disturbance = (bin: number) => number;

/** One value per bin: season plus noise with autocorrelation `rho`, plus the disturbance. */
export function seasonalMeans(seed: number, disturbance: Disturbance, rho = 0): OnsetQuestion {
  const random = seededRandom(seed);
  const sum = new Float64Array(BINS);
  let noise = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const phase = (2 * Math.PI * (bin % BINS_PER_DAY)) / BINS_PER_DAY;
    noise = rho * noise + Math.sqrt(1 - rho * rho) * random.normal();
    sum[bin] = 10 + 3 * Math.sin(phase) + 1.5 * Math.sin(3 * phase) + disturbance(bin) + noise;
  }
  const n = new Float64Array(BINS).fill(1);
  return {
    series: { kind: 'means', n, sum, sumOfSquares: sum.map((value) => value * value) },
    calendar: { binsPerDay: BINS_PER_DAY, firstBinOfDay: 0 },
    searchFrom: SEARCH_FROM,
  };
}

/** Events among a seasonal number of trials; the disturbance turns the usual rate of a bin into the actual one. */
export function seasonalRates(
  seed: number,
  usual: { readonly rate: number; readonly trials: number },
  disturbance: (bin: number, rate: number) => number,
): OnsetQuestion {
  const random = seededRandom(seed);
  const [events, trials] = [new Float64Array(BINS), new Float64Array(BINS)];
  for (let bin = 0; bin < BINS; bin++) {
    const phase = (2 * Math.PI * (bin % BINS_PER_DAY)) / BINS_PER_DAY;
    const count = random.poisson(usual.trials * (1 + 0.7 * Math.sin(phase)));
    trials[bin] = count;
    events[bin] = random.binomial(count, disturbance(bin, usual.rate * (1 + 0.4 * Math.sin(phase + 1))));
  }
  return {
    series: { kind: 'rates', events, trials },
    calendar: { binsPerDay: BINS_PER_DAY, firstBinOfDay: 0 },
    searchFrom: SEARCH_FROM,
  };
}
