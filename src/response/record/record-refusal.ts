import { recordDecision } from './record.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

export type RefusalInput = {
  readonly incident: string;
  /** What was asked for: a command, or `action <name>`; null when it has no name. */
  readonly asked: string | null;
  readonly reason: string;
  readonly person: string;
};

/** Who asks again within this time is in the log already. */
const SAME_MS = 10 * 60_000;

/** Keeps in an incident's log that somebody wanted something and may not. Nobody is told in the thread. */
export function recordRefusal(services: Services, input: RefusalInput): Promise<Outcome> {
  const { incident, asked, reason, person } = input;
  const at = services.clock.now();
  return recordDecision(services, {
    incident,
    actor: { kind: 'person', id: person },
    at,
    decide: ({ refusals }) => {
      const isKnown = refusals.some(
        (one) =>
          one.by.kind === 'person' &&
          one.by.id === person &&
          one.asked === asked &&
          one.reason === reason &&
          at.getTime() - one.at.getTime() < SAME_MS,
      );
      return isKnown ? [] : [{ type: 'permission-refused', asked, reason }];
    },
  });
}
