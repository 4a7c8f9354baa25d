import type { Reply, Door as DoorName } from '../../../commands/command.ts';
import type { Clock } from '../../time/clock.ts';
import type { Answer } from '../answer.ts';
import { buttonAsker, commandAsker, mentionAsker } from '../asker.ts';
import type { Asker } from '../asker.ts';
import type { Authorize } from '../authorize.ts';
import type { Dispatch, LineRequest } from '../dispatch.ts';
import { answeredInThread, refused } from '../hints.ts';
import type { Doors } from '../listeners.ts';
import { ButtonBody, CommandBody, MentionEventBody } from '../payloads.ts';

export type LineDoorPorts = {
  readonly authorize: Authorize;
  readonly dispatch: Dispatch;
  readonly answer: Answer;
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
      await serve(ports, 'slash', commandAsker(command), { line: command.text, origin: null });
    },
    async mention(body) {
      const parsed = MentionEventBody.parse(body);
      const { channel, ts, text } = parsed.event;
      const line = withoutMention(text, ports.ownUserId);
      await serve(ports, 'mention', mentionAsker(parsed), { line, origin: { channel, ts, permalink: null } });
    },
    async button(body) {
      const parsed = ButtonBody.parse(body);
      const line = parsed.actions[0]?.value ?? '';
      await serve(ports, 'button', buttonAsker(parsed), { line, origin: null });
    },
  };
}

/** Allowed? Run it. Tell the person what is for that person. */
async function serve(
  ports: LineDoorPorts,
  door: DoorName,
  asker: Asker,
  said: Pick<LineRequest, 'line' | 'origin'>,
): Promise<void> {
  const permit = await ports.authorize(asker);
  if (permit.kind === 'refused') return ports.answer(asker, refused(permit.message));
  const reply = await ports.dispatch({
    ...said,
    door,
    person: permit.person,
    channel: asker.channel,
    thread: asker.thread,
    now: ports.clock.now(),
  });
  await tell(ports, asker, reply);
}

/** What is recorded shows in the thread. Who asked outside a thread is told where. */
async function tell(ports: LineDoorPorts, asker: Asker, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'tell':
      return ports.answer(asker, reply.document);
    case 'recorded':
      if (asker.thread !== null) return;
      return ports.answer(asker, answeredInThread(reply.incident, await ports.threadLink(reply.incident)));
  }
}

/** The first mention of the bot goes; people put it in front or behind. */
function withoutMention(text: string, ownUserId: string): string {
  return text.replace(new RegExp(`<@${ownUserId}(?:\\|[^>]*)?>[,:]?`), ' ').trim();
}
