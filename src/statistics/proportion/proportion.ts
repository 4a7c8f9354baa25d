import { DEFAULT_LEVEL, unanswerable, type Answer, type Interval, type Reason } from '../estimate.ts';
import { criticalValue } from '../normal-interval.ts';

/** How often something happened: `events` out of `trials`. */
export type Proportion = { readonly events: number; readonly trials: number };

/** The two windows of a comparison. */
export type ProportionPair = { readonly before: Proportion; readonly after: Proportion };

/** Why these counts cannot be a proportion, or undefined when they can. */
export function proportionTrouble({ events, trials }: Proportion): Reason | undefined {
  if (!Number.isFinite(events) || !Number.isFinite(trials)) return 'not a finite number';
  if (events < 0 || trials < 0 || events > trials) return 'counts are not possible';
  return trials === 0 ? 'no rows' : undefined;
}

/**
 * A rate (null rate, error rate, accuracy, conversion) with Wilson's score interval, which stays inside 0..1 and is honest at 0 events.
 * Assumes independent trials. Source: Wilson 1927.
 */
export function proportion(counts: Proportion, level = DEFAULT_LEVEL): Answer {
  const trouble = proportionTrouble(counts);
  if (trouble !== undefined) return unanswerable(trouble);
  const value = counts.events / counts.trials;
  return {
    kind: 'estimate',
    value,
    standardError: Math.sqrt((value * (1 - value)) / counts.trials),
    interval: wilsonInterval(counts, level),
    n: counts.trials,
  };
}

/** Wilson's score interval without continuity correction; trials must be above 0. */
export function wilsonInterval({ events, trials }: Proportion, level = DEFAULT_LEVEL): Interval {
  const z = criticalValue(level);
  const rate = events / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (rate + (z * z) / (2 * trials)) / scale;
  const reach = (z / scale) * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: events === 0 ? 0 : Math.max(0, centre - reach),
    high: events === trials ? 1 : Math.min(1, centre + reach),
    level,
  };
}
