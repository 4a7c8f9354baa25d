import { z } from 'zod';
import type { Command, Submission } from '../../../commands/command.ts';
import type { Log } from '../../response/ports.ts';
import type { Responder } from '../../response/responder.ts';
import type { Clock } from '../../time/clock.ts';
import type { Answer } from './answer.ts';
import type { Asker } from './asker.ts';
import type { Authorize } from '../people/authorize.ts';
import { FormMetadata, SubmissionBody, filledIn } from '../forms/form-place.ts';
import { broke, refused } from './hints.ts';
import type { Doors } from '../hear/listeners.ts';

export type FormDoorPorts = {
  readonly commands: readonly Command[];
  readonly responder: Responder;
  readonly authorize: Authorize;
  readonly answer: Answer;
  readonly clock: Clock;
  readonly log: Log;
};

/** What Slack is told at once about a submitted form; null: it is taken. */
export type FormVerdict = {
  readonly response_action: 'errors';
  readonly errors: Readonly<Record<string, string>>;
};
export type CheckForm = (body: unknown) => Promise<FormVerdict | null>;

/** Slack waits three seconds for the ack. What could not be checked by then is taken, and checked when it is done. */
const patienceMs = 2000;
const Explained = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/**
 * The door of filled-in forms. `check` answers while the form is open, so that a mistake is told beside its field and no
 * word is lost; `submit` does it, from the inbox, asking again whether the person may.
 */
export function formDoor(ports: FormDoorPorts): {
  readonly check: CheckForm;
  readonly submit: Doors['submit'];
} {
  return {
    async check(body) {
      const parsed = SubmissionBody.safeParse(body);
      if (!parsed.success) return null;
      const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs).unref());
      return Promise.race([checkNow(ports, parsed.data), late]).catch((error: unknown) => {
        ports.log.warn('a form could not be checked before it was taken', { error: String(error) });
        return null;
      });
    },
    submit: (body) => submit(ports, SubmissionBody.parse(body)),
  };
}

async function checkNow(ports: FormDoorPorts, body: SubmissionBody): Promise<FormVerdict | null> {
  const { asker, submission, command } = read(ports, body);
  const first = body.view.blocks.find((block) => block.type === 'input')?.block_id;
  if (command?.form === undefined || first === undefined) return null;
  const permit = await ports.authorize(asking(asker, submission, command));
  if (permit.kind === 'refused') return { response_action: 'errors', errors: { [first]: permit.message } };
  const problems = await command.form.check({ ...submission, person: permit.person }, ports.responder);
  if (Object.keys(problems).length === 0) return null;
  const shown = new Set(body.view.blocks.map((block) => block.block_id));
  // Slack refuses an answer about a field that is not there.
  const errors = Object.fromEntries(
    Object.entries(problems).map(([field, words]) => [shown.has(field) ? field : first, clip(words)]),
  );
  return { response_action: 'errors', errors };
}

const clip = (words: string): string => (words.length > 2000 ? `${words.slice(0, 1999)}…` : words);

function asking(asker: Asker, { incident }: Submission, command: Command | undefined) {
  return { ...asker, incident, command: command?.name ?? null };
}

async function submit(ports: FormDoorPorts, body: SubmissionBody): Promise<void> {
  const { asker, submission, command } = read(ports, body);
  const permit = await ports.authorize(asking(asker, submission, command));
  if (permit.kind === 'refused') return ports.answer(asker, refused(permit.message));
  if (command?.form === undefined) {
    const gone = 'This form belongs to a command that is no more.';
    return ports.answer(asker, broke(gone, 'Ask with /rca help. Nothing was done.'));
  }
  try {
    const reply = await command.form.submit({ ...submission, person: permit.person }, ports.responder);
    if (reply.kind !== 'tell') return;
    await ports.answer(asker, withWords(reply.document, submission));
  } catch (error) {
    const explained = Explained.safeParse(error);
    if (!explained.success) throw error;
    await ports.answer(asker, withWords(broke(explained.data.message, explained.data.hint), submission));
  }
}

/** The form is closed by now: what was typed goes back to the person with the answer, so that nothing is lost. */
function withWords(document: ReturnType<typeof refused>, submission: Submission): ReturnType<typeof refused> {
  const words = Object.values(submission.filled).join('\n');
  return words.trim() === ''
    ? document
    : { ...document, blocks: [...document.blocks, { kind: 'quote', text: [words] }] };
}

function read(
  ports: FormDoorPorts,
  body: SubmissionBody,
): { readonly asker: Asker; readonly submission: Submission; readonly command: Command | undefined } {
  const metadata = FormMetadata.parse(JSON.parse(body.view.private_metadata));
  const team = body.user.team_id ?? body.team?.id ?? '';
  const name = body.view.callback_id.slice('form:'.length);
  return {
    asker: {
      team,
      user: body.user.id,
      channel: metadata.channel,
      thread: metadata.thread,
      responseUrl: null,
      replaces: false,
    },
    submission: {
      incident: metadata.incident,
      person: `${team}:${body.user.id}`,
      team,
      filled: filledIn(body),
      kept: metadata.kept,
      now: ports.clock.now(),
    },
    command: ports.commands.find((one) => one.name === name),
  };
}
