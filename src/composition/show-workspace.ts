import type { Sandbox } from '../../sandbox/server.ts';
import { messageLines } from './message-lines.ts';
import type { Style } from './message-lines.ts';

export type Show = {
  say(line: string): void;
  /** The root message as it stands now: it is edited in place, so it is not printed at every edit. */
  root(channel: string, ts: string): void;
};

/** Prints what happens in the local Slack, message by message, as a person in the channel would see it. */
export function showWorkspace(sandbox: Sandbox, output: NodeJS.WriteStream): Show {
  const style = { ...styleFor(output), nameOf: (user: string) => nameOf(sandbox, user) };
  const print = (who: string, lines: readonly string[], inThread: boolean): void => {
    const margin = inThread ? '  │ ' : '';
    output.write(`\n${margin}${style.bold(who)}\n${lines.map((line) => `${margin}${line}\n`).join('')}`);
  };
  sandbox.events.subscribe((event) => {
    if (event.type === 'message_posted') {
      const { message } = event;
      const content = message.revisions.at(-1);
      if (content === undefined) return;
      const who = nameOf(sandbox, message.user);
      print(
        message.threadTs === undefined ? `#${channelName(sandbox, message.channel)} · ${who}` : who,
        messageLines(content, style),
        message.threadTs !== undefined,
      );
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
