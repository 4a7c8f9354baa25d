import { clocksOf } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Charted } from './choose-chart.ts';

/** What the log knows of an incident that can be drawn. */
export function chartedOf(state: IncidentState): Charted {
  const { id, model, title, symptom, scope, breakdowns, evidence, ranking } = state;
  const alertedAt = clocksOf(state).detected;
  return { incident: id, model, title, alertedAt, symptom, scope, breakdowns, evidence, ranking };
}
