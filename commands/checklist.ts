import { CHECKLISTS, checklistItem } from '../src/incident/checklists.ts';
import { checklistDocument } from '../src/message/checklist.ts';
import { replyOf, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';
import { knowing } from './incident-state.ts';

const ANSWERS: Readonly<Record<string, 'yes' | 'no' | 'not-needed'>> = {
  yes: 'yes',
  no: 'no',
  'not-needed': 'not-needed',
};

export const checklist: Command = {
  name: 'checklist',
  summary: 'triage, parity, infra: what is ticked, what is asked',
  usage: 'checklist [triage|parity|infra] | <item> <yes|no|not-needed>',
  example: 'checklist autoscaling yes grew to 12 at 14:10',
  stage: 'any time',
  needs: 'incident',
  run: knowing(async ({ incident, person, now, words }, state, responder) => {
    const [first, verb = '', ...more] = words.map((word, index) => (index < 2 ? word.toLowerCase() : word));
    const lists = CHECKLISTS.filter((list) => first === undefined || list.id === first);
    if (lists.length > 0) {
      const documents = lists.map((list) => checklistDocument(state, list));
      return {
        kind: 'tell',
        document: {
          summary: documents.map((one) => one.summary).join('. '),
          blocks: documents.flatMap((one) => one.blocks),
        },
      };
    }
    const answer = ANSWERS[verb];
    if (first === undefined || checklistItem(first) === null)
      return wrongUsage(
        checklist,
        `no checklist has '${first ?? ''}'; there is ${CHECKLISTS.flatMap((list) => list.items.map((item) => item.id)).join(', ')}`,
      );
    if (answer === undefined) return wrongUsage(checklist, 'yes, no or not-needed?');
    const command = { type: 'tick' as const, item: first, answer, words: more.join(' ') };
    return replyOf(await responder.record({ incident, command, person, now }));
  }),
};
