import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';
import { readCause } from './read-cause.ts';

export const resolve: Command = {
  name: 'resolve',
  summary: 'it is over: what ended it, and the cause',
  usage: 'resolve [benign] [cause=config.feature-store] <what ended it>',
  example: 'resolve cause=model.weights rolled back to v2, AUC is 0.861 again',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    if (incident === null)
      return tell('which incident?', 'Write it in front: INC-12 resolve rolled back to v2');
    const given = words.find((word) => word.startsWith('cause='))?.slice('cause='.length);
    const read = given === undefined ? null : readCause(given);
    if (read?.kind === 'wrong') return read.reply;
    const cause = read?.id ?? null;
    const rest = words.filter((word) => !word.startsWith('cause='));
    if (rest[0]?.toLowerCase() === 'benign')
      return replyOf(
        await responder.resolveBenign({ incident, cause, reason: rest.slice(1).join(' '), person, now }),
      );
    const reason = rest.join(' ');
    return replyOf(await responder.resolve({ incident, cause, reason, person, now }));
  },
};
