import { severityToPropose } from '../../incident/propose-again.ts';
import { recordDecision } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

/** What the data say about how bad it is, as a proposal; said again only when it has changed. */
export async function proposeSeverity(services: Services, incident: string): Promise<void> {
  await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at: services.clock.now(),
    step: null,
    decide: (state) => {
      const proposed = severityToPropose(state);
      return proposed === null ? [] : [proposed];
    },
  });
}

/** After something was measured on request: how bad it is may look another. Failing to say so takes nothing back. */
export async function withSeverity(services: Services, measuring: Promise<Outcome>): Promise<Outcome> {
  const outcome = await measuring;
  if (outcome.kind !== 'done') return outcome;
  try {
    await proposeSeverity(services, outcome.incident);
  } catch (error) {
    services.log.warn('the severity could not be assessed again', {
      incident: outcome.incident,
      error: error instanceof Error ? error.message : String(error),
    });
  }
  return outcome;
}
