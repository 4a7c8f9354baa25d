import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const scope: Command = {
  name: 'scope',
  summary: 'for whom, or broken down by a dimension',
  usage: 'scope [dimension…]',
  example: 'scope country',
  stage: 'Scope',
  needs: 'incident',
  async run({ incident, person, words }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 scope country');
    const dimensions = [...new Set(words.flatMap((word) => word.split(',')).filter((word) => word !== ''))];
    if (dimensions.length > 2) {
      return tell('scope breaks down one or two dimensions at a time', 'For example: scope country device');
    }
    return replyOf(await responder.measureScope({ incident, dimensions, person }));
  },
};
