import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';

export const replay: Command = {
  name: 'replay',
  summary: 'the golden set through both pipelines',
  usage: 'replay',
  example: 'replay',
  stage: 'Simulate',
  needs: 'incident',
  async run({ incident, person, words }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 replay');
    if (words.length > 0) return wrongUsage(replay, 'the golden set is replayed as a whole');
    return replyOf(
      await responder.runCheck({ incident, check: 'golden-replay', segment: {}, parameters: {}, person }),
    );
  },
};
