import { foundDocument } from '../src/message/past.ts';
import { wrongUsage } from './answer.ts';
import type { Command } from './command.ts';

export const search: Command = {
  name: 'search',
  summary: 'past incidents that speak of something',
  usage: 'search <words>',
  example: 'search device_type nulls',
  stage: 'Settle',
  needs: 'nothing',
  async run({ words }, responder) {
    if (words.length === 0) return wrongUsage(search, 'what do you look for?');
    const few = words.slice(0, 12).map((word) => word.slice(0, 100));
    return { kind: 'tell', document: foundDocument(few, await responder.search(few)) };
  },
};
