import { z } from 'zod';
import type { SlackDelivery } from '../slack/slack-ports.ts';

const Environment = z.object({
  SLACK_BOT_TOKEN: z.string().optional(),
  SLACK_APP_TOKEN: z.string().optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  SLACK_HTTP_HOST: z.string().default('127.0.0.1'),
  SLACK_API_URL: z.url().optional(),
  SLACK_MESSAGE_GAP_MS: z.coerce.number().int().min(0).max(60_000).optional(),
});

export type SlackAccess = {
  readonly botToken: string;
  readonly delivery: SlackDelivery;
  readonly slackApiUrl?: string;
  /** Milliseconds between two messages in one channel. */
  readonly gapMs?: number;
};

/** How to reach Slack, as the environment says; null when it names no bot token. */
export function slackFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): SlackAccess | null {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw settingError(
      `these variables of the environment cannot be read: ${names}`,
      'SLACK_HTTP_PORT is a port number, SLACK_API_URL an address, SLACK_MESSAGE_GAP_MS a number of milliseconds.',
    );
  }
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
  } = parsed.data;
  if (botToken === undefined) {
    if (appToken === undefined && signingSecret === undefined) return null;
    throw settingError(
      'SLACK_BOT_TOKEN is missing',
      'Set it to the xoxb- token of the installed app, or unset the other Slack variables to run in a local Slack.',
    );
  }
  const { SLACK_API_URL: slackApiUrl, SLACK_MESSAGE_GAP_MS: gapMs } = parsed.data;
  const reach = { ...(slackApiUrl !== undefined && { slackApiUrl }), ...(gapMs !== undefined && { gapMs }) };
  if (appToken !== undefined) return { botToken, delivery: { kind: 'socket', appToken }, ...reach };
  if (signingSecret !== undefined) {
    return {
      botToken,
      delivery: {
        kind: 'http',
        signingSecret,
        port: parsed.data.SLACK_HTTP_PORT,
        host: parsed.data.SLACK_HTTP_HOST,
      },
      ...reach,
    };
  }
  throw settingError(
    'SLACK_BOT_TOKEN is set, but not how Slack reaches the bot',
    'Set SLACK_APP_TOKEN (xapp-, Socket Mode) or SLACK_SIGNING_SECRET (HTTP).',
  );
}

const settingError = (message: string, hint: string): Error =>
  Object.assign(new Error(message), { code: 'slack-settings', hint });
