import { decide } from '../../incident/decide/decide.ts';
import { clock } from '../../message/words/numbers.ts';
import { publishedAlike } from '../../note/published-alike.ts';
import { recordDecision } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

/** Publishes the note. One that says what the published one says already is not posted again: the person is told which that is. */
export function publishNote(
  services: Services,
  input: { readonly incident: string; readonly person: string; readonly now: Date },
): Promise<Outcome> {
  const { incident, person, now } = input;
  const channel = services.config.config.note.channel ?? null;
  return recordDecision(services, {
    incident,
    actor: { kind: 'person', id: person },
    at: now,
    decide: (state, events) => {
      const before = publishedAlike(events);
      if (before !== null)
        return {
          message: `revision ${before.revision} is the published note, since ${clock(before.at, now)}, and nothing that it says has changed`,
          hint: `It stands in the thread of ${incident} with its files. Nothing was posted.`,
        };
      const decision = decide({ type: 'publish-note', channel }, state);
      return decision.kind === 'facts' ? decision.facts : decision;
    },
  });
}
