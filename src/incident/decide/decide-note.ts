import { decided, refuse, wordsOf } from './decision.ts';
import type { Decision } from './decision.ts';
import type { NoteSection } from '../facts/note-facts.ts';
import { writtenSection } from '../state/note-state.ts';
import type { IncidentState } from '../state/state.ts';

/** What people may want done to the note. */
export type NoteCommand =
  /** No words: the part is assembled from the log again. */
  | { readonly type: 'write-section'; readonly section: NoteSection; readonly text: string }
  | { readonly type: 'publish-note'; readonly channel: string | null };

/** What follows from a command about the note. */
export function decideNote(command: NoteCommand, state: IncidentState): Decision {
  switch (command.type) {
    case 'write-section':
      return writeSection(command, state);
    case 'publish-note':
      return decided({
        type: 'note-published',
        revision: state.noteRevision + 1,
        channel: command.channel,
      });
  }
}

function writeSection(
  { section, text }: Extract<NoteCommand, { type: 'write-section' }>,
  state: IncidentState,
): Decision {
  const before = writtenSection(state, section)?.text ?? '';
  if (text.trim() === '')
    return before === ''
      ? refuse(
          `nobody has written the ${section} yet`,
          `Example: note set ${section} what happened, in two sentences`,
        )
      : decided({ type: 'note-section-written', section, text: '' });
  const said = wordsOf(text, `the ${section}`, `note set ${section} what happened, in two sentences`);
  if (said.kind === 'refused') return said;
  return said.words === before
    ? refuse('the note says that already', 'Nothing to do.')
    : decided({ type: 'note-section-written', section, text: said.words });
}
