import { ButtonBody, CommandBody, MentionEventBody, MessageShortcutBody } from '../hear/payloads.ts';

/** Who asked, and where an answer for that person alone goes. */
export type Asker = {
  readonly team: string;
  readonly user: string;
  readonly channel: string | null;
  /** The thread they asked in. */
  readonly thread: string | null;
  readonly responseUrl: string | null;
  /** They pressed a button of a message only they see: the answer takes its place. */
  readonly replaces: boolean;
};

/** The person behind a payload; null when nobody asked anything. */
export function askerOf(body: unknown): Asker | null {
  const command = CommandBody.safeParse(body);
  if (command.success) return commandAsker(command.data);
  const button = ButtonBody.safeParse(body);
  if (button.success) return buttonAsker(button.data);
  const shortcut = MessageShortcutBody.safeParse(body);
  if (shortcut.success) return shortcutAsker(shortcut.data);
  const mention = MentionEventBody.safeParse(body);
  return mention.success ? mentionAsker(mention.data) : null;
}

export function commandAsker(body: CommandBody): Asker {
  return {
    team: body.team_id,
    user: body.user_id,
    channel: body.channel_id,
    thread: null,
    responseUrl: body.response_url ?? null,
    replaces: false,
  };
}

export function mentionAsker({ event, team_id }: MentionEventBody): Asker {
  return {
    team: event.user_team ?? team_id,
    user: event.user ?? '',
    channel: event.channel,
    thread: event.thread_ts ?? null,
    responseUrl: null,
    replaces: false,
  };
}

export function buttonAsker(body: ButtonBody): Asker {
  const { container, message } = body;
  const isEphemeral = container.is_ephemeral === true;
  return {
    team: body.user.team_id ?? body.team?.id ?? '',
    user: body.user.id,
    channel: body.channel?.id ?? container.channel_id ?? null,
    thread: container.thread_ts ?? message?.thread_ts ?? (isEphemeral ? null : (message?.ts ?? null)),
    responseUrl: isEphemeral ? (body.response_url ?? null) : null,
    replaces: isEphemeral,
  };
}

export function shortcutAsker(body: MessageShortcutBody): Asker {
  return {
    team: body.user.team_id ?? body.team?.id ?? '',
    user: body.user.id,
    channel: body.channel.id,
    thread: body.message.thread_ts ?? null,
    responseUrl: null,
    replaces: false,
  };
}
