import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';
import { readSegment } from './segment-words.ts';

export const shadow: Command = {
  name: 'shadow',
  summary: 'recent requests through both pipelines',
  usage: 'shadow [dimension=value…]',
  example: 'shadow country=BR',
  stage: 'Simulate',
  needs: 'incident',
  async run({ incident, person, words }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 shadow');
    const read = readSegment(words, shadow.example);
    if ('message' in read) return tell(read.message, read.hint);
    const { segment } = read;
    return replyOf(
      await responder.runCheck({ incident, check: 'shadow-compare', segment, parameters: {}, person }),
    );
  },
};
