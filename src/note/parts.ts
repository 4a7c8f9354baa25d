import type { NoteSection } from '../incident/facts/note-facts.ts';
import { writtenSection } from '../incident/state/note-state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import { byWhom } from '../message/words/by-whom.ts';
import type { Block, Text } from '../message/document.ts';

/** What every part of the note is made of. */

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const paragraph = (text: Text): Block => ({ kind: 'paragraph', text });
export const list = (items: readonly Text[]): Block => ({ kind: 'list', items });

/** What the log does not say is asked for, in the place where the answer belongs. */
export const missing = (question: string): Block => ({
  kind: 'paragraph',
  text: [{ italic: `To be filled in: ${question}` }],
});

export const sentence = (text: string): string =>
  /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;

/** As a sentence begins. */
export const begun = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A change by its id and by what it was, as the snapshot has it: nobody remembers an id. */
export function changeText(state: IncidentState, id: string): Text {
  const known = state.snapshot?.changes.find((one) => one.startsWith(`${id} `));
  return [{ code: id }, known === undefined ? '' : ` (${known.slice(id.length + 1)})`];
}

/** Evidence by its id, as a claim points at it. */
export const evidenceCodes = (ids: readonly string[]): Text => ids.flatMap((id): Text => [' ', { code: id }]);

/** A part as a person wrote it; null where nobody did. */
export function written(state: IncidentState, section: NoteSection): readonly Block[] | null {
  const own = writtenSection(state, section);
  if (own === null) return null;
  const paragraphs = own.text.split(/\n{2,}/).map((text) => paragraph([text.trim()]));
  return [
    ...paragraphs,
    { kind: 'context', text: ['Written by ', byWhom(own.by), ', ', { time: own.at, style: 'date-clock' }] },
  ];
}
