import type { Reply, Door as DoorName } from '../../../commands/command.ts';
import type { Document } from '../../message/document.ts';
import type { Clock } from '../../time/clock.ts';
import type { Answer } from './answer.ts';
import { buttonAsker, commandAsker, mentionAsker } from './asker.ts';
import type { Asker } from './asker.ts';
import type { Authorize } from '../people/authorize.ts';
import type { Dispatch, LineRequest } from './dispatch.ts';
import type { Forms } from '../forms/forms.ts';
import { answeredInThread, pressForForm, refused } from './hints.ts';
import type { Doors } from '../hear/listeners.ts';
import { ButtonBody, CommandBody, MentionEventBody } from '../hear/payloads.ts';
import { messageView, renderForm } from '../render/render-form.ts';

export type LineDoorPorts = {
  readonly authorize: Authorize;
  readonly dispatch: Dispatch;
  readonly answer: Answer;
  readonly forms: Forms;
  /** The command that a line asks for and the incident it names; null when it asks for none, or names none. */
  readonly meantBy: (line: string) => { readonly command: string | null; readonly incident: string | null };
  readonly clock: Clock;
  readonly ownUserId: string;
  /** A link to the thread of an incident, for who asked outside it. */
  readonly threadLink: (incident: string) => Promise<string | null>;
};

/** The doors that bring a line of text: the slash command, the mention, and the buttons of the bot's messages. */
export function lineDoors(ports: LineDoorPorts): Pick<Doors, 'slash' | 'mention' | 'button'> {
  return {
    async slash(body) {
      const command = CommandBody.parse(body);
      await serve(ports, 'slash', commandAsker(command), {
        line: command.text,
        origin: null,
        trigger: command.trigger_id ?? null,
      });
    },
    async mention(body) {
      const parsed = MentionEventBody.parse(body);
      const { channel, ts, text } = parsed.event;
      const line = withoutMention(text, ports.ownUserId);
      await serve(ports, 'mention', mentionAsker(parsed), {
        line,
        origin: { channel, ts, permalink: null },
        trigger: null,
      });
    },
    async button(body) {
      const parsed = ButtonBody.parse(body);
      const line = parsed.actions[0]?.value ?? '';
      await serve(ports, 'button', buttonAsker(parsed), {
        line,
        origin: null,
        trigger: parsed.trigger_id ?? null,
      });
    },
  };
}

type Said = Pick<LineRequest, 'line' | 'origin'> & { readonly trigger: string | null };

/** Allowed? Run it. Tell the person what is for that person. */
async function serve(ports: LineDoorPorts, door: DoorName, asker: Asker, said: Said): Promise<void> {
  const { line, origin, trigger } = said;
  const permit = await ports.authorize({ ...asker, ...ports.meantBy(line) });
  if (permit.kind === 'refused') return tellOne(ports, asker, trigger, refused(permit.message));
  const { person } = permit;
  const { channel, thread } = asker;
  const reply = await ports.dispatch({
    line,
    origin,
    door,
    person,
    channel,
    thread,
    now: ports.clock.now(),
  });
  await tell(ports, asker, said, reply);
}

/** What is recorded shows in the thread. Who asked outside a thread is told where. */
async function tell(ports: LineDoorPorts, asker: Asker, said: Said, reply: Reply): Promise<void> {
  const { trigger } = said;
  switch (reply.kind) {
    case 'tell':
      return tellOne(ports, asker, trigger, reply.document);
    case 'recorded': {
      const isWaiting = trigger !== null && ports.forms.isBegun(trigger);
      if (asker.thread !== null && !isWaiting) return;
      const link = await ports.threadLink(reply.incident);
      return tellOne(ports, asker, trigger, answeredInThread(reply.incident, link));
    }
    case 'form': {
      const { channel, thread } = asker;
      const view = renderForm(reply.form, { channel, thread });
      if (trigger !== null && (await ports.forms.show(trigger, view))) return;
      return ports.answer(asker, pressForForm(reply.form, said.line));
    }
  }
}

/** In the modal that waits for an answer, else where the person asked. */
async function tellOne(
  ports: LineDoorPorts,
  asker: Asker,
  trigger: string | null,
  document: Document,
): Promise<void> {
  if (trigger !== null && ports.forms.isBegun(trigger)) {
    if (await ports.forms.show(trigger, messageView(document))) return;
  }
  return ports.answer(asker, document);
}

/** The first mention of the bot goes; people put it in front or behind. */
function withoutMention(text: string, ownUserId: string): string {
  return text.replace(new RegExp(`<@${ownUserId}(?:\\|[^>]*)?>[,:]?`), ' ').trim();
}
