import { momentOf } from '../src/time/moment-words.ts';
import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';
import { readCause } from './read-cause.ts';

export const confirm: Command = {
  name: 'confirm',
  summary: 'is it really the cause? what is shown, what is missing',
  usage: 'confirm [suspect] [since <time>] [because <why, without all proofs>]',
  example: 'confirm config.feature-store since 15:10',
  stage: 'Simulate',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    if (incident === null)
      return tell('which incident?', 'Write it in front: INC-12 confirm config.feature-store');
    const [because, asked] = [words.findIndex((word) => word.toLowerCase() === 'because'), [...words]];
    const override = because === -1 ? null : asked.splice(because).slice(1).join(' ');
    if (override === '') return wrongUsage(confirm, 'because of what?');
    const at = asked.findIndex((word) => word.toLowerCase() === 'since');
    const moment = at === -1 ? null : momentOf(asked.splice(at).slice(1), now);
    if (at !== -1 && (moment === null || moment.rest.length > 0))
      return wrongUsage(confirm, `'${words.slice(at + 1).join(' ')}' is not a time`);
    const [name, ...more] = asked;
    if (more.length > 0) return wrongUsage(confirm, `'${more.join(' ')}' was not understood`);
    const suspect = name === undefined ? null : readCause(name);
    if (suspect?.kind === 'wrong') return suspect.reply;
    return replyOf(
      await responder.confirm({
        incident,
        suspect: suspect?.id ?? null,
        since: moment?.at ?? null,
        override,
        person,
        now,
      }),
    );
  },
};
