import type { Actor } from '../facts/events.ts';
import type { NoteSection, SimilarIncident } from '../facts/note-facts.ts';

/** What people wrote into the note, whether it was published, and which closed incidents this one looks like. */
export type NoteState = {
  readonly sections: readonly {
    readonly section: NoteSection;
    readonly text: string;
    readonly by: Actor;
    readonly at: Date;
  }[];
  readonly published: { readonly revision: number; readonly by: Actor; readonly at: Date } | null;
  readonly similar: readonly SimilarIncident[];
  /** What the comparison went by; null before there was one that found something. */
  readonly similarBy: 'alert' | 'checks' | null;
};

export const NO_NOTE: NoteState = { sections: [], published: null, similar: [], similarBy: null };

/** What a person wrote for a part of the note; null where it is assembled from the log. */
export function writtenSection(
  state: Pick<NoteState, 'sections'>,
  section: NoteSection,
): NoteState['sections'][number] | null {
  return state.sections.find((one) => one.section === section) ?? null;
}
