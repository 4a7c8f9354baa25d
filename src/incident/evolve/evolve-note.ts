import type { IncidentEvent } from '../facts/events.ts';
import type { NoteFact } from '../facts/note-facts.ts';
import type { IncidentState } from '../state/state.ts';

/** The state after a fact of the note. */
export function evolveNote(state: IncidentState, event: IncidentEvent, fact: NoteFact): IncidentState {
  const { at, actor: by } = event;
  switch (fact.type) {
    case 'note-section-written': {
      const others = state.sections.filter((one) => one.section !== fact.section);
      const { section, text } = fact;
      return { ...state, sections: text === '' ? others : [...others, { section, text, by, at }] };
    }
    case 'note-published':
      return {
        ...state,
        noteRevision: fact.revision,
        published: { revision: fact.revision, by, at },
      };
    case 'similar-found':
      return { ...state, similar: fact.incidents, similarBy: fact.by ?? 'checks' };
  }
}
