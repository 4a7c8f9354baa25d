import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const note: Command = {
  name: 'note',
  summary: 'the incident note as the log stands now',
  usage: 'note',
  example: 'note',
  needs: 'incident',
  async run({ incident, person, now }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 note');
    return replyOf(await responder.writeNote({ incident, person, now }));
  },
};
