import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const reopen: Command = {
  name: 'reopen',
  summary: 'it is not over: go on, and say why',
  usage: 'reopen <why it is not over>',
  example: 'reopen AUC fell again',
  stage: 'Settle',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 reopen AUC fell again');
    return replyOf(await responder.reopen({ incident, reason: words.join(' '), person, now }));
  },
};
