import { HypothesisId } from '../src/suspects/vocabulary.ts';
import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const resolve: Command = {
  name: 'resolve',
  summary: 'it is over: what ended it, and the cause',
  usage: 'resolve [cause=config.feature-store] <what ended it>',
  example: 'resolve cause=model.weights rolled back to v2, AUC is 0.861 again',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    if (incident === null)
      return tell('which incident?', 'Write it in front: INC-12 resolve rolled back to v2');
    const given = words.find((word) => word.startsWith('cause='))?.slice('cause='.length);
    const cause = given === undefined ? null : HypothesisId.safeParse(given);
    if (cause !== null && !cause.success) {
      return tell(
        `'${given ?? ''}' is not a cause Fishbone knows`,
        `Causes: ${HypothesisId.options.join(', ')}.`,
      );
    }
    const reason = words.filter((word) => !word.startsWith('cause=')).join(' ');
    return replyOf(await responder.resolve({ incident, cause: cause?.data ?? null, reason, person, now }));
  },
};
