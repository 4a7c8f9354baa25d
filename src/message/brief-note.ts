import { CHECKLISTS } from '../incident/checklists.ts';
import { stageOf } from '../incident/stages.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Role } from '../incident/facts/team-facts.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import { brief } from './words/brief.ts';
import type { Document, Text } from './document.ts';
import { percent } from './words/numbers.ts';
import { suspectName } from './root.ts';
import { ROLE_WORDS } from './words/team-words.ts';

/** How it stands, in few sentences, for whoever takes over. */
export function handoffWords(state: IncidentState, said: string): string {
  const top = leadingSuspect(state.ranking);
  const next = state.ranking?.nextCheck ?? null;
  const running = state.mitigations.filter((one) => one.state === 'approved' || one.state === 'started');
  const done = state.mitigations.findLast((one) => one.state === 'done');
  const open = state.actions.filter((one) => one.done === null);
  const parts = [
    said === '' ? null : said,
    `${state.severity.toUpperCase()}, at ${stageOf(state)}: ${brief(state.symptom?.sentence ?? state.title)}`,
    state.scope === null ? null : brief(state.scope.sentence),
    top === null
      ? 'No suspect yet.'
      : `Top suspect: ${brief(suspectName(top), 120)}, ${percent(top.probability)}.`,
    running.length === 0 ? null : `Running: ${running.map((one) => `${one.id} ${one.sentence}`).join(' ')}`,
    done === undefined
      ? null
      : `Done: ${done.id} ${done.sentence} ${done.recoveries.at(-1)?.sentence ?? 'Not measured yet.'}`,
    next === null ? null : `Next check: ${next.name}.`,
    open.length === 0 ? null : `${open.length} action items are open.`,
  ];
  return parts.filter((part) => part !== null).join('\n');
}

const TASKS: Readonly<Record<Role, string>> = {
  lead: 'You decide what is done next, approve mitigations, and see to it that an update goes out in time.',
  scribe:
    'You keep the timeline: react with 📌 to what matters, ⭐ what leads the note, and write down what was decided and why.',
  expert:
    'You know this model. What would you look at first, and which suspect is nonsense? The others act on your word.',
};

/** For the person who was given a role, alone: what it is about and what to do first. */
export function briefDocument(state: IncidentState, role: Role, link: string | null): Document {
  const triage = CHECKLISTS[0];
  const open = (triage?.items ?? []).filter(
    (item) => item.answered(state) === null && !state.ticks.some((tick) => tick.item === item.id),
  );
  const where: Text[number] = link === null ? state.id : { link, text: state.id };
  return {
    summary: `You are ${ROLE_WORDS[role]} of ${state.id}. ${TASKS[role]}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: `You are ${ROLE_WORDS[role]} of ` }, where, `. ${TASKS[role]}`] },
      { kind: 'quote', text: [handoffWords(state, '')] },
      ...(role !== 'lead' || open.length === 0
        ? []
        : [
            {
              kind: 'context' as const,
              text: [`Not ticked yet: ${open.map((item) => item.words).join(' · ')}`],
            },
          ]),
    ],
  };
}
