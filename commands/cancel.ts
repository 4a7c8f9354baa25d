import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'stop the checks that run; what has answered stays',
  usage: 'cancel',
  example: 'cancel',
  stage: 'Suspects',
  needs: 'incident',
  async run({ incident, person }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 cancel');
    return replyOf(await responder.cancel({ incident, person }));
  },
};
