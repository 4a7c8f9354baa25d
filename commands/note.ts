import { NoteSection } from '../src/incident/facts/note-facts.ts';
import type { IncidentState } from '../src/incident/state/state.ts';
import { inFull } from '../src/message/words/in-full.ts';
import { blameDocument, noteForm, sectionsDocument } from '../src/message/forms/note-form.ts';
import { blameIn } from '../src/note/blame.ts';
import type { Blame } from '../src/note/blame.ts';
import { noteDocument } from '../src/note/outline.ts';
import type { Outcome } from '../src/response/responder.ts';
import { replyOf, wrongUsage } from './answer.ts';
import type { Command, Reply, Submission } from './command.ts';
import { takesForm } from './form-commands.ts';
import type { Wanted } from './form-commands.ts';
import { knowing } from './incident-state.ts';

const form = takesForm(asksForForm, wanted);

export const note: Command = {
  name: 'note',
  summary: 'the note: show, write a part, publish',
  usage: 'note [show | set <part> <words> | edit <part> | parts | publish]',
  example: 'note set summary AUC fell for Android users for two hours',
  stage: 'Settle',
  needs: 'incident',
  run: knowing(async ({ incident, person, now, words }, state, responder) => {
    const [verb, second, ...more] = words;
    switch (verb?.toLowerCase()) {
      case undefined:
        return replyOf(await responder.writeNote({ incident, person, now }));
      case 'show':
        return {
          kind: 'tell',
          document: { ...noteDocument(await responder.events(incident)), whole: inFull(incident) },
        };
      case 'parts':
        return { kind: 'tell', document: sectionsDocument(state) };
      case 'publish': {
        const found = second?.toLowerCase() === 'anyway' ? [] : blameInNote(state);
        if (found.length > 0) return { kind: 'tell', document: blameDocument(incident, found, 'publish') };
        return replyOf(await responder.publishNote({ incident, person, now }));
      }
      case 'edit':
      case 'set': {
        const section = NoteSection.safeParse(second?.toLowerCase());
        if (!section.success)
          return wrongUsage(note, `which part? There are: ${NoteSection.options.join(', ')}`);
        if (verb?.toLowerCase() === 'edit') return { kind: 'form', form: noteForm(state, section.data) };
        const command = { type: 'write-section' as const, section: section.data, text: more.join(' ') };
        return kept(await responder.record({ incident, command, person, now }), more.join(' '), section.data);
      }
    }
    return wrongUsage(note, `note does not know '${verb}'`);
  }),
  form: {
    ...form,
    async submit(submission, responder) {
      const reply = await form.submit(submission, responder);
      if (reply.kind !== 'recorded') return reply;
      const { section } = submission.kept;
      return kept({ kind: 'done', incident: reply.incident }, submission.filled['text'] ?? '', section ?? '');
    },
  },
};

function asksForForm([verb, which, ...more]: readonly string[]): boolean {
  return (
    verb?.toLowerCase() === 'edit' && more.length === 0 && NoteSection.safeParse(which?.toLowerCase()).success
  );
}

function wanted({ filled, kept: { section } }: Submission): Wanted {
  const known = NoteSection.safeParse(section);
  if (!known.success)
    return {
      kind: 'problems',
      problems: { text: 'This part of the note is no more. Ask again: note parts' },
    };
  return {
    kind: 'wanted',
    field: 'text',
    command: { type: 'write-section', section: known.data, text: filled['text'] ?? '' },
  };
}

/** Kept as it was written; a suggestion is for that person alone. */
function kept(outcome: Outcome, text: string, where: string): Reply {
  const found = blameIn(text).map((one) => ({ ...one, where }));
  return outcome.kind === 'refused' || found.length === 0
    ? replyOf(outcome)
    : { kind: 'tell', document: blameDocument(outcome.incident, found, 'kept') };
}

/** Everything in the note that people wrote. */
function blameInNote(state: IncidentState): readonly (Blame & { readonly where: string })[] {
  const texts: readonly (readonly [string, string])[] = [
    ...state.sections.map((one) => [one.section, one.text] as const),
    ...state.whys.map((one) => [one.id, one.text] as const),
    ...state.timeline.map((one) => [one.id, one.text] as const),
    ...state.actions.map((one) => [one.id, one.text] as const),
    ...(state.resolution === null ? [] : [['resolution', state.resolution.reason] as const]),
  ];
  return texts.flatMap(([where, text]) => blameIn(text).map((one) => ({ ...one, where })));
}
