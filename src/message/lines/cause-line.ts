import type { CauseFact } from '../../incident/facts/cause-facts.ts';
import type { IncidentEvent } from '../../incident/facts/events.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { byWhom } from '../words/by-whom.ts';
import type { Document, Text } from '../document.ts';
import { plain } from '../words/plain.ts';
import { proofsDocument } from '../proofs.ts';
import { suspectName } from '../root.ts';

/** What the thread says about a fact of the cause. */
export function causeLine(fact: CauseFact, event: IncidentEvent, state: IncidentState): Document {
  const by = byWhom(event.actor);
  switch (fact.type) {
    case 'proofs-weighed':
      return proofsDocument(state, {
        suspect: fact.suspect,
        culprit: fact.culprit,
        since: fact.since,
        list: fact.proofs,
        at: event.at,
      });
    case 'cause-confirmed':
      return plain([
        { bold: `Cause confirmed: ${suspectName({ id: fact.cause, culprit: fact.culprit })}` },
        ...(fact.override === null
          ? [' by experiment', ...fact.evidence.flatMap((id): Text => [' ', { code: id }])]
          : [` without all proofs, because ${fact.override}`]),
        ' · ',
        by,
      ]);
    case 'verdict-remembered':
      return plain([
        { bold: 'Remembered as benign' },
        fact.explanation === null ? '' : ` (${fact.explanation})`,
        ': the same alert joins quietly until ',
        { time: fact.until, style: 'date-clock' },
        ', unless it is larger or does harm. To forget it: ',
        { code: `remembered forget ${event.incident}` },
      ]);
    case 'verdict-forgotten':
      return plain([
        { bold: 'Forgotten' },
        `: the same alert opens an incident again. ${fact.reason} · `,
        by,
      ]);
  }
}

/** The same in the timeline; null for what is no moment of the incident. */
export function causeMoment(fact: CauseFact): string | null {
  switch (fact.type) {
    case 'cause-confirmed':
      return `Cause confirmed: ${suspectName({ id: fact.cause, culprit: fact.culprit })}${fact.override === null ? '' : `, because ${fact.override}`}`;
    case 'verdict-remembered':
      return `Remembered as benign: ${fact.reason}`;
    case 'verdict-forgotten':
      return `No longer remembered as benign: ${fact.reason}`;
    case 'proofs-weighed':
      return null;
  }
}
