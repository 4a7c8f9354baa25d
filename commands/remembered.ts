import type { Document, Text } from '../src/message/document.ts';
import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';

export const remembered: Command = {
  name: 'remembered',
  summary: 'which alerts stay quiet because they were judged benign; forget one',
  usage: 'remembered [forget <incident> [why]]',
  example: 'remembered forget INC-7 the campaign is over',
  stage: 'Settle',
  needs: 'nothing',
  async run({ incident, person, now, words }, responder) {
    const [verb, ...rest] = words;
    if (verb === undefined) return { kind: 'tell', document: list(await responder.remembered(now)) };
    if (verb.toLowerCase() !== 'forget') return wrongUsage(remembered, `'${verb}' was not understood`);
    const named = /^inc-\d+$/i.test(rest[0] ?? '') ? rest.shift()?.toUpperCase() : undefined;
    const which = named ?? incident;
    if (which === null) return tell('which incident?', 'For example: remembered forget INC-7');
    return replyOf(await responder.forget({ incident: which, reason: rest.join(' '), person, now }));
  },
};

type Verdicts = Awaited<ReturnType<Parameters<Command['run']>[1]['remembered']>>;

function list(verdicts: Verdicts): Document {
  if (verdicts.length === 0)
    return {
      summary: 'No alert is kept quiet.',
      blocks: [
        {
          kind: 'paragraph',
          text: ['No alert is kept quiet. To remember a benign one: ', { code: 'resolve benign <why>' }],
        },
      ],
    };
  return {
    summary: `${verdicts.length} kept quiet: ${verdicts.map((one) => one.incident).join(', ')}`,
    blocks: [
      {
        kind: 'list',
        items: verdicts.map((one): Text => [
          { bold: one.incident },
          ` ${one.model}: ${one.title}${one.explanation === null ? '' : ` (${one.explanation})`} — ${one.reason} · until `,
          { time: one.until, style: 'date-clock' },
          one.quietly === 0 ? '' : ` · came again ${one.quietly === 1 ? 'once' : `${one.quietly} times`}`,
        ]),
      },
      {
        kind: 'context',
        text: ['To forget one: ', { code: `remembered forget ${verdicts[0]?.incident ?? ''}` }],
      },
    ],
  };
}
