import type { Environment } from '../../config/environment.ts';
import type { Rooms } from '../rooms.ts';
import { ok, problem, warning } from './line.ts';
import type { Line } from './line.ts';

const tokens = [
  {
    name: 'SLACK_BOT_TOKEN',
    kind: 'bot',
    prefix: 'xoxb-',
    without: 'speak in Slack',
    where: 'OAuth & Permissions',
  },
  {
    name: 'SLACK_APP_TOKEN',
    kind: 'app',
    prefix: 'xapp-',
    without: 'hear Slack',
    where: 'Basic Information, App-Level Tokens',
  },
] as const;

/** Whether both tokens are there, are of the right kind, and are let in by Slack. Their values are never shown. */
export async function lookAtSlack(
  environment: Environment,
  health: Rooms['slackHealth'],
): Promise<readonly Line[]> {
  const lines = tokens.flatMap(({ name, prefix, without, where }) => {
    const value = environment[name] ?? '';
    const hint = `Copy it from https://api.slack.com/apps, ${where}, into the environment.`;
    if (value === '') return [warning('slack', `${name} is not set: the bot cannot ${without}`, hint)];
    if (!value.startsWith(prefix)) return [problem('slack', `${name} does not begin with ${prefix}`, hint)];
    return [];
  });
  if (lines.length > 0) return lines;
  const answers = await health({
    bot: environment['SLACK_BOT_TOKEN'] ?? '',
    app: environment['SLACK_APP_TOKEN'] ?? '',
  });
  return tokens.map(({ name, kind }) => {
    const answer = answers[kind];
    if (answer.kind === 'valid') return ok('slack', `${name}: ${answer.words}`);
    return problem('slack', `${name} was not accepted: ${answer.reason}`, slackHint(answer.reason));
  });
}

function slackHint(reason: string): string {
  if (/revoked|invalid_auth|inactive|not_authed/.test(reason)) {
    return 'Install the app again and take the new token.';
  }
  if (reason.includes('missing_scope'))
    return 'Give the token the scopes of manifest.yml and install the app again.';
  return 'Check that this machine reaches slack.com.';
}
