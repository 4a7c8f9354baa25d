import { readMetric } from '../alert/metric-words.ts';
import { overlap } from './overlap.ts';
import type { IncidentState } from './state/state.ts';

/** What is known of an incident in the minute in which it is declared. */
export type Announced = {
  readonly model: string;
  /** In the bot's word where it has one, else in the monitor's. */
  readonly metric: string | null;
  /** The rule and series that fired, as its sender knows them; null when a person opened it. */
  readonly alert: string | null;
  /** What it is limited to: `country=BR`, or the column that it is about. */
  readonly about: readonly string[];
};

/**
 * What each kind of likeness counts, 1 in all. The same model and metric, or the same rule and model, are worth a look; the
 * model alone is not, nor is a metric alone, as they are what incidents are opened for.
 */
const WEIGHT = { alert: 0.3, metric: 0.25, about: 0.25, model: 0.2 };

export function announcedOf(state: IncidentState): Announced {
  const alert = state.alerts[0]?.alert ?? null;
  const word = alert?.metric ?? null;
  return {
    model: state.model,
    metric: word === null ? (state.symptom?.metric ?? null) : (readMetric(word, null).metric ?? word),
    // A person's alert is known by its moment, so no two are the same.
    alert: alert === null || alert.source === 'person' ? null : `${alert.source} ${alert.fingerprint}`,
    about: [
      ...(alert?.column === null || alert === null ? [] : [alert.column]),
      ...Object.entries(alert?.segment ?? {}).map(([name, value]) => `${name}=${String(value)}`),
    ],
  };
}

/** How alike two incidents are by their alerts alone, 0 to 1, and in what. Symmetric. */
export function alertLikeness(
  one: Announced,
  other: Announced,
): { readonly likeness: number; readonly reasons: readonly string[] } {
  const isAlert = one.alert !== null && one.alert === other.alert;
  const metric = one.metric !== null && one.metric === other.metric ? one.metric : null;
  const isModel = one.model === other.model;
  const about = overlap(one.about, other.about);
  return {
    likeness:
      (isAlert ? WEIGHT.alert : 0) +
      (metric === null ? 0 : WEIGHT.metric) +
      WEIGHT.about * about.share +
      (isModel ? WEIGHT.model : 0),
    reasons: [
      ...(isAlert ? ['the same alert'] : []),
      ...(metric === null ? [] : [`the same metric ${metric}`]),
      ...about.both.map((what) => `the same ${what.includes('=') ? 'segment' : 'column'} ${what}`),
      ...(isModel ? [`the same model ${one.model}`] : []),
    ],
  };
}
