import { trackRecordDocument } from '../src/message/past.ts';
import type { Command } from './command.ts';

export const stats: Command = {
  name: 'stats',
  summary: 'how fast, by model and cause; false alarms',
  usage: 'stats',
  example: 'stats',
  stage: 'Settle',
  needs: 'nothing',
  async run(_request, responder) {
    return { kind: 'tell', document: trackRecordDocument(await responder.trackRecord()) };
  },
};
