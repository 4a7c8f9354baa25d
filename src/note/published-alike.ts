import { stateOf } from '../incident/evolve/evolve.ts';
import type { IncidentEvent } from '../incident/facts/events.ts';
import type { NoteState } from '../incident/state/note-state.ts';
import { noteDocument } from './outline.ts';
import { evidenceMarkdown } from './rerun.ts';
import { rulesMarkdown } from './rules.ts';

/**
 * The last publishing of the note where the note would say the same today; null where it was never published or something
 * that it says has changed since. That it was shown or published is not something that it says.
 */
export function publishedAlike(events: readonly IncidentEvent[]): NoteState['published'] {
  const last = events.findLastIndex(({ fact }) => fact.type === 'note-published');
  if (last === -1 || said(events.slice(0, last)) !== said(events)) return null;
  return stateOf(events)?.published ?? null;
}

/** All that the note and its files say, but for the number of the revision. */
function said(events: readonly IncidentEvent[]): string {
  const told = events.filter(({ fact }) => fact.type !== 'note-written' && fact.type !== 'note-published');
  const state = stateOf(told);
  return JSON.stringify([
    noteDocument(told).blocks,
    rulesMarkdown(state?.actions ?? []),
    state === null ? '' : evidenceMarkdown(state.id, state.evidence),
  ]);
}
