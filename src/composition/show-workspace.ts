import { z } from 'zod';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Content, Message } from '../../sandbox/workspace/entities.ts';
import { findMessage } from '../../sandbox/workspace/state.ts';
import { messageLines } from './message-lines.ts';
import type { Style } from './message-lines.ts';

export type Show = {
  say(line: string): void;
  /** The root message as it stands now: it is edited in place, so it is not printed at every edit. */
  root(channel: string, ts: string): void;
};

/**
 * Prints what happens in the local Slack, message by message, as a person in the channel would see it. Of the edits only
 * one is printed: a plan of checks that has ended.
 */
export function showWorkspace(sandbox: Sandbox, output: NodeJS.WriteStream): Show {
  const style = { ...styleFor(output), nameOf: (user: string) => nameOf(sandbox, user) };
  const print = (who: string, lines: readonly string[], inThread: boolean): void => {
    const margin = inThread ? '  │ ' : '';
    output.write(`\n${margin}${style.bold(who)}\n${lines.map((line) => `${margin}${line}\n`).join('')}`);
  };
  const printMessage = (message: Message, content: Content): void => {
    const who = nameOf(sandbox, message.user);
    print(
      message.threadTs === undefined ? `#${channelName(sandbox, message.channel)} · ${who}` : who,
      messageLines(content, style),
      message.threadTs !== undefined,
    );
  };
  const running = new Set<Message>();
  sandbox.events.subscribe((event) => {
    if (event.type === 'message_posted') {
      const { message } = event;
      const content = message.revisions.at(-1);
      if (content === undefined) return;
      if (isPlan(content)) running.add(message);
      printMessage(message, content);
    }
    if (event.type === 'message_edited' && !isPlan(event.content)) {
      const message = findMessage(sandbox.state, event.channel, event.ts);
      if (message !== undefined && running.delete(message)) printMessage(message, event.content);
    }
    if (event.type === 'ephemeral_shown') {
      const { ephemeral } = event;
      print(
        `only ${nameOf(sandbox, ephemeral.user)} sees this`,
        messageLines(ephemeral, style),
        ephemeral.threadTs !== undefined,
      );
    }
  });
  return {
    say: (line) => void output.write(`${style.dim('»')} ${line}\n`),
    root(channel, ts) {
      const message = sandbox.thread(channel, ts)[0];
      const content = message?.revisions.at(-1);
      if (content !== undefined)
        print(
          `#${channelName(sandbox, channel)} · the root message, as it stands now`,
          messageLines(content, style),
          false,
        );
    },
  };
}

const PlanBlock = z.object({ type: z.literal('plan') });
const isPlan = (content: Content): boolean =>
  content.blocks.some((block) => PlanBlock.safeParse(block).success);

function nameOf(sandbox: Sandbox, user: string): string {
  return sandbox.state.users.get(user)?.name ?? user;
}

function channelName(sandbox: Sandbox, channel: string): string {
  return sandbox.state.channels.get(channel)?.name ?? channel;
}

function styleFor(output: NodeJS.WriteStream): Omit<Style, 'nameOf'> {
  const plain = !output.isTTY || (process.env['NO_COLOR'] ?? '') !== '';
  return plain
    ? { bold: (text) => text, dim: (text) => text }
    : { bold: (text) => `\u001B[1m${text}\u001B[22m`, dim: (text) => `\u001B[2m${text}\u001B[22m` };
}
