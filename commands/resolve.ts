import { stateOf } from '../src/incident/evolve/evolve.ts';
import { SelfCheckAnswer, SelfCheckQuestion } from '../src/incident/facts/team-facts.ts';
import { resolveForm } from '../src/message/forms/resolve-form.ts';
import { replyOf, tell } from './answer.ts';
import type { Command, Submission } from './command.ts';
import { takesForm } from './form-commands.ts';
import type { Wanted } from './form-commands.ts';
import { readCause } from './read-cause.ts';

export const resolve: Command = {
  name: 'resolve',
  summary: 'it is over: what ended it, and the cause',
  usage: 'resolve [benign] [cause=…] <what ended it>',
  example: 'resolve cause=model.weights rolled back to v2, AUC is 0.861 again',
  stage: 'Settle',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    if (incident === null)
      return tell('which incident?', 'Write it in front: INC-12 resolve rolled back to v2');
    if (words.length === 0) {
      const state = stateOf(await responder.events(incident));
      if (state?.status === 'open') return { kind: 'form', form: resolveForm(state) };
    }
    const given = words.find((word) => word.startsWith('cause='))?.slice('cause='.length);
    const read = given === undefined ? null : readCause(given);
    if (read?.kind === 'wrong') return read.reply;
    const cause = read?.id ?? null;
    const rest = words.filter((word) => !word.startsWith('cause='));
    const isBenign = rest[0]?.toLowerCase() === 'benign';
    const said = (isBenign ? rest.slice(1) : rest).join(' ');
    const [reason = '', ...reasons] = said.split(/\balthough:\s*/i);
    const although = reasons.length === 0 ? null : reasons.join(' ');
    if (isBenign)
      return replyOf(await responder.resolveBenign({ incident, cause, reason, although, person, now }));
    return replyOf(await responder.resolve({ incident, cause, reason, although, person, now }));
  },
  form: takesForm((words) => words.length === 0, wanted),
};

function wanted({ filled }: Submission): Wanted {
  const answers = SelfCheckQuestion.options.flatMap((question) => {
    const answer = SelfCheckAnswer.safeParse(filled[question]);
    return answer.success ? [{ question, answer: answer.data, words: filled['shown'] ?? '' }] : [];
  });
  return {
    kind: 'wanted',
    field: 'reason',
    command: {
      type: 'resolve',
      cause: filled['cause'] ?? null,
      reason: filled['reason'] ?? '',
      although: filled['although'] ?? null,
      selfCheck: answers,
    },
  };
}
