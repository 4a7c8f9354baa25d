import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const why: Command = {
  name: 'why',
  summary: 'answer the next why; alone: the chain and the question',
  usage: 'why ["because …"] [E4] [under W2]',
  example: 'why "the client still wrote the old key" E4',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 why');
    if (words.length === 0) return replyOf(await responder.show({ incident, view: 'why', person, now }));
    const rest = [...words];
    const under =
      rest.at(-2)?.toLowerCase() === 'under' && /^W\d+$/i.test(rest.at(-1) ?? '')
        ? rest.splice(-2)[1]
        : undefined;
    const evidence = /^E\d+$/i.test(rest.at(-1) ?? '') ? rest.pop() : undefined;
    return replyOf(
      await responder.addWhy({
        incident,
        text: rest.join(' '),
        under: under?.toUpperCase() ?? null,
        evidence: evidence?.toUpperCase() ?? null,
        person,
        now,
      }),
    );
  },
};
