import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';

export const rerun: Command = {
  name: 'rerun',
  summary: 'put the question of an earlier evidence again',
  usage: 'rerun <evidence>',
  example: 'rerun E4',
  stage: 'Suspects',
  needs: 'incident',
  async run({ incident, person, words }, responder) {
    const evidence = words[0]?.toUpperCase();
    if (evidence === undefined) return wrongUsage(rerun, 'which evidence?');
    if (incident === null) return tell('which incident?', `Write it in front: INC-12 rerun ${evidence}`);
    return replyOf(await responder.rerun({ incident, evidence, person }));
  },
};
