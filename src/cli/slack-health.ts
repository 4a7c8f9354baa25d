import { boltLog } from '../slack/bolt-log.ts';
import { interactionOptions, openClient } from '../slack/web-clients.ts';
import type { Log } from '../response/ports.ts';
import type { SlackHealth } from './rooms.ts';

/** Asks Slack whether it knows both tokens: `auth.test` for the bot's, and for the app's whether it may open a socket. */
export async function slackHealth(
  tokens: { readonly bot: string; readonly app: string },
  reach: { readonly slackApiUrl: string | undefined; readonly log: Log },
): Promise<{ readonly bot: SlackHealth; readonly app: SlackHealth }> {
  const options = () => interactionOptions({ slackApiUrl: reach.slackApiUrl, logger: boltLog(reach.log) });
  const [bot, app] = await Promise.all([
    asked(async () => {
      const who = await openClient(tokens.bot, options()).auth.test();
      return `${who.user ?? 'the bot'} in ${who.team ?? 'the workspace'}`;
    }),
    asked(async () => {
      await openClient(tokens.app, options()).apps.connections.open();
      return 'may open a socket';
    }),
  ]);
  return { bot, app };
}

async function asked(question: () => Promise<string>): Promise<SlackHealth> {
  try {
    return { kind: 'valid', words: await question() };
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  }
}

/** Slack's own word for it, such as `invalid_auth`, where it answered at all. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = /An API error occurred: (\w+)/.exec(error.message)?.[1];
  return said ?? error.message;
}
