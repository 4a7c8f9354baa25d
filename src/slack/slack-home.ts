import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

const AuthTest = z.object({
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string(),
  enterprise_id: z.string().nullish(),
});

/** Who the bot is and where it lives. */
export type Home = {
  readonly team: string;
  readonly enterprise: string | null;
  readonly botId: string;
  readonly userId: string;
};

/** Asks Slack who the token belongs to. Throws when the token is not a bot's, or Slack is not to be reached. */
export async function findHome(client: WebClient): Promise<Home> {
  const answer = AuthTest.parse(await client.auth.test());
  return {
    team: answer.team_id,
    enterprise: answer.enterprise_id ?? null,
    botId: answer.bot_id,
    userId: answer.user_id,
  };
}
