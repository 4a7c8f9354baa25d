import type { Sandbox } from '../../sandbox/server.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { SlackSettings } from '../slack/slack-ports.ts';

/** How the bot reaches the local Slack, and what its configuration says about Slack. */
export function slackOfSandbox(sandbox: Sandbox, loaded: LoadedConfig): SlackSettings {
  const { slack } = loaded.config;
  return {
    botToken: sandbox.botToken,
    delivery: { kind: 'socket', appToken: sandbox.appToken },
    channel: '#ml-incidents',
    fallbackChannel: slack.fallback_channel ?? null,
    timelineEmoji: slack.timeline_emoji,
    listensForAlerts: slack.alerts.length > 0,
    allow: slack.allow,
    slackApiUrl: sandbox.apiUrl,
    gapMs: 50,
  };
}
