import { proposalsOf } from '../src/incident/proposals.ts';
import type { Proposal } from '../src/incident/proposals.ts';
import { stateOf } from '../src/incident/evolve/evolve.ts';
import { mitigateForm, proposalsDocument } from '../src/message/forms/mitigate-form.ts';
import type { Problems } from '../src/message/forms/form.ts';
import type { Responder } from '../src/response/responder.ts';
import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command, CommandRequest, Reply, Submission } from './command.ts';
import { knowing } from './incident-state.ts';

export const mitigate: Command = {
  name: 'mitigate',
  summary: 'what would stop it hurting; approve one, watch it work',
  usage: 'mitigate [1 | done M1 | failed M1 | watch M1]',
  example: 'mitigate 1',
  stage: 'Simulate',
  needs: 'incident',
  run: knowing(async (request, state, responder) => {
    const [verb, which, ...rest] = request.words;
    const proposals = proposalsOf(state, responder.actions());
    if (verb === undefined) return { kind: 'tell', document: proposalsDocument(state, proposals) };
    if (/^\d+$/.test(verb)) {
      if (state.status === 'resolved')
        return tell(`${state.id} is resolved`, 'Reopen it first if it is not over: reopen <reason>.');
      const chosen = proposals.find((one) => one.number === Number(verb));
      return chosen === undefined
        ? tell(`there is no proposal ${verb}`, `There are ${proposals.length}: mitigate`)
        : { kind: 'form', form: mitigateForm(state, chosen) };
    }
    const mitigation = which?.toUpperCase() ?? state.mitigations.at(-1)?.id ?? '';
    return after(verb.toLowerCase(), mitigation, rest.join(' '), request, responder);
  }),
  form: {
    opens: ([verb]) => verb !== undefined && /^\d+$/.test(verb),
    async check(submission, responder): Promise<Problems> {
      const input = await approval(submission, responder);
      if ('problem' in input) return { although: input.problem };
      const outcome = await responder.considerMitigation(input);
      return outcome.kind === 'done' ? nothing : { although: `${outcome.message}. ${outcome.hint}` };
    },
    async submit(submission, responder) {
      const input = await approval(submission, responder);
      if ('problem' in input) return tell(input.problem, 'Nothing was done.');
      return replyOf(await responder.approveMitigation(input));
    },
  },
};

const nothing: Problems = {};

async function after(
  verb: string,
  mitigation: string,
  words: string,
  { incident, person, now }: CommandRequest & { readonly incident: string },
  responder: Responder,
): Promise<Reply> {
  switch (verb) {
    case 'done':
    case 'failed': {
      const command = { type: 'end-mitigation' as const, mitigation, outcome: verb, words };
      return replyOf(await responder.record({ incident, command, person, now }));
    }
    case 'watch':
      return replyOf(await responder.measureRecovery({ incident, mitigation, person }));
  }
  return wrongUsage(mitigate, `mitigate does not know '${verb}'`);
}

/** The proposal that the form showed: by its words, as the ranking may have changed since. */
async function approval(
  { incident, person, now, filled, kept }: Submission,
  responder: Responder,
): Promise<Parameters<Responder['approveMitigation']>[0] | { readonly problem: string }> {
  const state = stateOf(await responder.events(incident));
  const chosen: Proposal | undefined =
    state === null
      ? undefined
      : proposalsOf(state, responder.actions()).find(
          (one) => one.sentence.slice(0, 1000) === kept['sentence'],
        );
  if (chosen === undefined)
    return { problem: 'That is not proposed any more: the suspects have changed. Look again: mitigate' };
  const { kind, target, sentence, undo, reversible, action, way } = chosen;
  const although = filled['although'] ?? null;
  return {
    incident,
    person,
    now,
    mitigation: { kind, target, sentence, undo, reversible, action, way, although },
  };
}
