import { createInterface } from 'node:readline/promises';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Bot } from './bot.ts';
import type { Show } from './show-workspace.ts';

const ON_CALL = 'priya';

/** Resolves when the incident is declared and its root message is in the channel. */
export async function threadStands(bot: Bot): Promise<void> {
  for (;;) {
    const [incident] = await bot.responder.incidents({ status: 'open' });
    if (incident !== undefined && incident.threadTs !== null) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** `bot` is the one that runs now: the page may play another recording, with a bot of its own. */
type Run = { readonly sandbox: Sandbox; readonly bot: () => Bot | null; readonly show: Show };

type Thread = { readonly channel: string; readonly ts: string };

/** The thread of the first open incident; null while there is none. */
async function openThread(bot: Bot | null): Promise<Thread | null> {
  const [incident] = (await bot?.responder.incidents({ status: 'open' })) ?? [];
  if (incident === undefined || incident.channel === null || incident.threadTs === null) return null;
  return { channel: incident.channel, ts: incident.threadTs };
}

/** What a person on call might type, through the same doors. */
export async function playResponse({ sandbox, bot, show }: Run): Promise<void> {
  const thread = await openThread(bot());
  if (thread === null) throw new Error('the incident thread did not appear');
  const person = sandbox.as(ON_CALL);
  for (const line of [
    'scope device',
    'timeline add looked at the last deploys with the platform team',
    'why "the change went out without a canary read"',
    'note',
    'resolve the first mitigation was applied',
    'resolve the first mitigation was applied although: this is a recording',
  ]) {
    person.mention(thread.channel, line, { thread: thread.ts });
    await sandbox.settled();
    await bot()?.settled();
  }
  show.root(thread.channel, thread.ts);
  show.say('That was the whole road: alert, thread, checks, suspects, note.');
  show.say(
    'Next: npm start (the same, and you type), or point it at your own data: npm run -s fishbone -- init --help',
  );
}

/** The person types; every line goes into the thread as a mention, as it would in Slack. */
export async function talk(
  { sandbox, bot, show }: Run,
  { stopped, isDiagnosed }: { readonly stopped: Promise<void>; readonly isDiagnosed: boolean },
): Promise<void> {
  const first = bot();
  const thread = await openThread(first);
  show.say('You are on call. Type a command as you would after @rca in the thread, for example:');
  for (const example of [
    'scope country',
    'check parity',
    'suspects',
    'timeline add 14:05 paged the platform team',
    'why',
    'note',
    'resolve rolled back',
    'help',
  ])
    show.say(`  ${example}`);
  show.say('Ctrl-C ends it.');
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => {
    if (line.trim() === '') return;
    sayAs(sandbox, bot(), line).catch((error: unknown) => show.say(String(error)));
  });
  if (isDiagnosed && first !== null && thread !== null) {
    show.say('The diagnosis goes on meanwhile; what it finds comes into the thread.');
    const isDone = await Promise.race([first.settled().then(() => true), stopped.then(() => false)]);
    if (isDone) {
      show.root(thread.channel, thread.ts);
      show.say('The diagnosis has ended; the thread is yours.');
    }
  }
  await stopped;
  input.close();
}

/** What was typed into the terminal, as the person on call would have typed it into Slack. */
async function sayAs(sandbox: Sandbox, bot: Bot | null, line: string): Promise<void> {
  const person = sandbox.as(ON_CALL);
  const thread = await openThread(bot);
  if (thread === null) await person.command('ml-incidents', `/rca ${line}`);
  else person.mention(thread.channel, line, { thread: thread.ts });
}
