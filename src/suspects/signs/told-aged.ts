import { readMetric } from '../../alert/metric-words.ts';
import { conclusive } from '../view.ts';
import type { EvidenceView } from '../view.ts';
import { UNKNOWN, yes } from './sign.ts';
import type { Sign } from './sign.ts';

/** Where nobody keeps the ages of values for the bot to read, the monitor that fired has seen what no table tells. */
export const toldAged: Sign['read'] = (view, culprit) => {
  const asked = view.check('freshness') ?? view.check('feature-store');
  const name = featureToldAged(view);
  if (asked === null || name === null || culprit?.name !== name) return UNKNOWN;
  return yes(asked.id, `the alert measured how old ${name} is, and no table here tells`);
};

/** The feature whose age the alert is about, where no check could look at it. */
export function featureToldAged(view: EvidenceView): string | null {
  const { alert, model } = view;
  const { metric, column } = alert ?? { metric: null, column: null };
  if (metric === null || column === null || !model.predictions.features.includes(column)) return null;
  const looked = conclusive(view.check('freshness')) || conclusive(view.check('feature-store'));
  return !looked && readMetric(metric, null).metric === 'freshness' ? column : null;
}
