import type { Document } from '../src/message/document.ts';
import { clock } from '../src/message/words/numbers.ts';
import { replyOf } from './answer.ts';
import type { Command } from './command.ts';

export const status: Command = {
  name: 'status',
  summary: 'where the incident stands, or which ones are open',
  usage: 'status',
  example: 'INC-12 status',
  stage: 'any time',
  needs: 'nothing',
  async run(request, responder) {
    const { incident, person, now } = request;
    if (incident !== null) return replyOf(await responder.show({ incident, view: 'status', person, now }));
    const open = await responder.incidents({ status: 'open' });
    const document: Document = {
      summary:
        open.length === 0
          ? 'No incident is open.'
          : `${open.length} open: ${open.map((one) => one.id).join(', ')}`,
      blocks:
        open.length === 0
          ? [
              {
                kind: 'paragraph',
                text: ['No incident is open. To open one: ', { code: 'open <model> <what is wrong>' }],
              },
            ]
          : [
              {
                kind: 'list',
                items: open.map((one) => [
                  { bold: one.id },
                  ` ${one.model}: ${one.title} (since ${clock(one.declaredAt, now)})`,
                ]),
              },
            ],
    };
    return { kind: 'tell', document };
  },
};
