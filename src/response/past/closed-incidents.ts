import { SignalKind } from '../../alert/metric.ts';
import type { ClosedIncident } from '../../suspects/learnt-prior.ts';
import { HypothesisId } from '../../suspects/vocabulary.ts';
import type { IncidentStore } from '../store/store.ts';

/** What the prior learns from: the closed incidents of this team that were closed with a cause, whatever their model. */
export async function closedIncidents(incidents: IncidentStore): Promise<readonly ClosedIncident[]> {
  const resolved = await incidents.list({ status: 'resolved' });
  return resolved.flatMap(({ key, cause }) => {
    const said = HypothesisId.safeParse(cause);
    // The second part of a key is the signal it was opened for.
    const signal = SignalKind.safeParse(key.split('/')[1]);
    return said.success && signal.success ? [{ cause: said.data, signal: signal.data }] : [];
  });
}
