import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';
import { readSegment } from './segment-words.ts';

export const samples: Command = {
  name: 'samples',
  summary: 'bad requests beside good ones that are like them',
  usage: 'samples [dimension=value…]',
  example: 'samples country=BR',
  stage: 'Samples',
  needs: 'incident',
  async run({ incident, person, words }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 samples');
    const read = readSegment(words, samples.example);
    if ('message' in read) return tell(read.message, read.hint);
    const segment = words.length === 0 ? null : read.segment;
    return replyOf(await responder.showSamples({ incident, segment, person }));
  },
};
