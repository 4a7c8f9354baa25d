/**
 * `npm run picture`: plays the recorded incident of the demo and draws its thread, as it stands before anyone writes on the
 * timeline, into `docs/picture/incident.svg`. What is drawn is what the local Slack was sent; long replies are left out, and
 * the picture says how many.
 */
import { writeFile } from 'node:fs/promises';
import type { Sandbox } from '../../sandbox/server.ts';
import { demoRun } from '../../src/composition/demo.ts';
import { drawThread } from './draw-thread.ts';
import type { Said, Thread } from './draw-thread.ts';

type Message = ReturnType<Sandbox['thread']>[number];

const target = new URL('./incident.svg', import.meta.url);
const shown = /"\*?(?:For whom|Verdict)/;
const nothing = () => {};
let thread: Thread | null = null;

await demoRun({
  log: { debug: nothing, info: nothing, warn: nothing, error: console.error },
  example: undefined,
  config: null,
  endsByItself: true,
  onSlack(sandbox) {
    sandbox.events.subscribe((event) => {
      if (event.type !== 'message_posted') return;
      const { channel, threadTs } = event.message;
      if (threadTs === undefined || !sandbox.textOf(event.message).includes('timeline add')) return;
      thread = threadOf(sandbox, sandbox.thread(channel, threadTs).slice(0, -1));
    });
  },
});
if (thread === null) throw new Error('the demo came to its end without a timeline entry');
await writeFile(target, drawThread(thread));

function threadOf(sandbox: Sandbox, [root, ...replies]: readonly Message[]): Thread {
  if (root === undefined) throw new Error('the thread has no root message');
  const isShown = (message: Message): boolean =>
    !isBot(message) || shown.test(JSON.stringify(message.revisions.at(-1)?.blocks));
  // The local Slack keeps today's time, the recording its own; the root message says when it was declared.
  const declaredAt = /declared [^|]*\|\S+ (\d\d:\d\d)/.exec(JSON.stringify(root))?.[1] ?? '';
  return {
    channel: sandbox.state.channels.get(root.channel)?.name ?? root.channel,
    root: saidOf(sandbox, root, declaredAt),
    replies: replies.flatMap((reply, index) => {
      if (!isShown(reply)) return [];
      const before = replies.slice(0, index).findLastIndex(isShown);
      return [{ ...saidOf(sandbox, reply, declaredAt), leftOut: index - before - 1 }];
    }),
    nameOf: (user) => nameOf(sandbox, user),
  };
}

function saidOf(sandbox: Sandbox, message: Message, declaredAt: string): Said {
  const content = message.revisions.at(-1);
  return {
    who: nameOf(sandbox, message.user),
    isBot: isBot(message),
    at: declaredAt,
    text: content?.text ?? '',
    blocks: content?.blocks ?? [],
  };
}

function isBot({ botId }: Message): boolean {
  return botId !== undefined;
}

function nameOf(sandbox: Sandbox, user: string): string {
  return sandbox.state.users.get(user)?.name ?? user;
}
