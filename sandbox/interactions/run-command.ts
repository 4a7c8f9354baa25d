import { Refusal } from '../api/method.ts';
import { showEphemeral } from '../api/posting.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/deliver.ts';
import { escapedCommandText } from '../people/typed-text.ts';
import { NotPossible } from '../people/not-possible.ts';
import { readContent, respond } from './answer-response-url.ts';

/** What the person saw after typing a slash command. */
export type CommandOutcome =
  | { readonly outcome: 'acked' }
  /** Slack told the person that the app failed, in an ephemeral message. */
  | { readonly outcome: 'failed'; readonly error: string };

/**
 * A person types a slash command. Throws NotPossible for what Slack's client refuses: threads and unknown commands.
 */
export async function runCommand(
  core: Core,
  user: string,
  typed: { readonly channel: string; readonly line: string; readonly threadTs?: string | undefined },
): Promise<CommandOutcome> {
  const [command = '', ...words] = typed.line.split(/(?<=^\S+)\s+/u);
  const { state } = core.workspace;
  const known = core.permissions.command(command);
  if (!known) {
    throw new NotPossible(
      'unknown_command',
      `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as slash commands.`,
    );
  }
  if (typed.threadTs !== undefined) {
    throw new NotPossible('command_in_thread', `${command} is not supported in threads. Sorry!`);
  }
  const channel = state.channels.get(typed.channel);
  if (!channel?.members.has(user)) throw new NotPossible('not_in_channel', 'You are not in this channel.');
  const text = words.join(' ');
  const target = { user, channel: channel.id };
  const ack = await core.delivery.ask('slash_commands', {
    token: 'sandbox-verification-token',
    team_id: state.team.id,
    team_domain: state.team.domain,
    channel_id: channel.id,
    channel_name: { public: channel.name, private: 'privategroup', im: 'directmessage' }[channel.kind],
    user_id: user,
    user_name: state.users.get(user)?.name,
    command,
    text: known.shouldEscape ? escapedCommandText(state, text) : text,
    api_app_id: state.app.appId,
    is_enterprise_install: 'false',
    response_url: core.responseUrls.issue(target),
    trigger_id: core.triggers.issue(user),
  });
  const error = failureOf(ack) ?? showAnswer(core, target, ack);
  if (error === undefined) return { outcome: 'acked' };
  showEphemeral(core, {
    user,
    channel: channel.id,
    from: 'slack',
    text: `${command} failed with the error "${error}"`,
    blocks: [],
    attachments: [],
  });
  return { outcome: 'failed', error };
}

/** What Slack calls it when an ack did not come. */
export function failureOf(ack: Ack): string | undefined {
  switch (ack.outcome) {
    case 'acked':
      return undefined;
    case 'timeout':
      return 'operation_timeout';
    case 'failed':
      return ack.reason === 'http_error' ? 'http_service_error' : 'dispatch_failed';
  }
}

function showAnswer(core: Core, target: { user: string; channel: string }, ack: Ack): string | undefined {
  if (ack.outcome !== 'acked' || Object.keys(ack.body).length === 0) return undefined;
  try {
    respond(core, target, readContent(core, ack.body), ack.body);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return 'invalid_command_response';
    throw error;
  }
}
