import type { CheckContext } from '../../checks/check.ts';
import { contextOf } from '../../checks/context.ts';
import type { ModelConfig } from '../../config/schema.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { Warehouse } from '../ports.ts';

/** What a change does takes minutes to reach every host; what was scored before that belongs to neither side. */
const SETTLE_MS = 5 * 60_000;

/** What was asked about an incident: the windows before it and while it went on. */
export function incidentContext(
  state: IncidentState,
  model: ModelConfig,
  warehouse: Warehouse,
): CheckContext {
  const alert = state.alerts[0]?.alert ?? null;
  return contextOf({ modelName: state.model, model, alert, now: warehouse.now }, state.symptom);
}

/** The same against the time since something was changed at `since`. */
export function sinceChange(context: CheckContext, since: Date, now: Date): CheckContext {
  const from = new Date(Math.min(since.getTime() + SETTLE_MS, now.getTime()));
  return { ...context, windows: { ...context.windows, incident: { from, to: now }, now } };
}
