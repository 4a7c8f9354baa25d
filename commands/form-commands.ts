import type { IncidentCommand } from '../src/incident/decide/decide.ts';
import type { Problems } from '../src/message/forms/form.ts';
import type { Responder } from '../src/response/responder.ts';
import { replyOf, tell } from './answer.ts';
import type { Command, Submission } from './command.ts';

/** What a filled-in form wants done; `field` is where a refusal is told. */
export type Wanted =
  | { readonly kind: 'wanted'; readonly command: IncidentCommand; readonly field: string }
  | { readonly kind: 'problems'; readonly problems: Problems };

const NO_PROBLEMS: Problems = {};

/** A form that is one command of the incident: what its rules refuse is told beside the field while it is open. */
export function takesForm(
  opens: (words: readonly string[]) => boolean,
  read: (submission: Submission, responder: Responder) => Wanted | Promise<Wanted>,
): NonNullable<Command['form']> {
  return {
    opens,
    async check(submission, responder) {
      const wanted = await read(submission, responder);
      if (wanted.kind === 'problems') return wanted.problems;
      const { incident } = submission;
      const outcome = await responder.consider({ incident, command: wanted.command });
      if (outcome.kind === 'done') return NO_PROBLEMS;
      return { [wanted.field]: `${sentence(outcome.message)} ${outcome.hint}` };
    },
    async submit(submission, responder) {
      const wanted = await read(submission, responder);
      if (wanted.kind === 'problems')
        return tell(Object.values(wanted.problems).join(' '), 'Nothing was recorded.');
      const { incident, person, now } = submission;
      return replyOf(await responder.record({ incident, command: wanted.command, person, now }));
    },
  };
}

const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!]$/.test(words) ? '' : '.'}`;
