import { assessSeverity } from '../incident/assess-severity.ts';
import { recordDecision } from './record.ts';
import type { Services } from './services.ts';

/** What the data say about how bad it is, as a proposal; said again only when it has changed. */
export async function proposeSeverity(services: Services, incident: string): Promise<void> {
  await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at: services.clock.now(),
    step: null,
    decide: (state) => {
      const proposal = assessSeverity(state);
      if (proposal === null || proposal.severity === state.severityProposal?.severity) return [];
      return [{ type: 'severity-proposed', ...proposal }];
    },
  });
}
