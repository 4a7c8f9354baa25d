import { z } from 'zod';

/** What the bot reads of Slack's payloads. Unknown fields are ignored; a payload without these is refused. */

const Reaction = z.object({ name: z.string(), users: z.array(z.string()).default([]) });
const BotProfile = z.object({ name: z.string().optional() });
const Attachment = z.object({
  fallback: z.string().optional(),
  pretext: z.string().optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  fields: z.array(z.object({ title: z.string().optional(), value: z.string().optional() })).optional(),
  blocks: z.array(z.record(z.string(), z.unknown())).optional().catch(undefined),
});

/** A message as events and the history methods carry it. */
export const SlackMessageBody = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  app_id: z.string().optional(),
  username: z.string().optional(),
  bot_profile: BotProfile.optional(),
  attachments: z.array(Attachment).optional(),
  blocks: z.array(z.record(z.string(), z.unknown())).optional(),
  reactions: z.array(Reaction).optional(),
  files: z
    .array(
      z.object({ name: z.string().nullish(), title: z.string().nullish(), permalink: z.string().optional() }),
    )
    .optional()
    .catch(undefined),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
    .optional()
    .catch(undefined),
});
export type SlackMessageBody = z.infer<typeof SlackMessageBody>;

const Envelope = { team_id: z.string(), event_id: z.string(), is_ext_shared_channel: z.boolean().optional() };

export const MessageEventBody = z.object({
  ...Envelope,
  event: SlackMessageBody.extend({ type: z.literal('message'), channel: z.string() }),
});
export type MessageEventBody = z.infer<typeof MessageEventBody>;

const ChangedMessage = z
  .object({
    ts: z.string(),
    thread_ts: z.string().optional(),
    user: z.string().optional(),
    bot_id: z.string().optional(),
  })
  .optional();

/** A message that was edited or deleted: only which one it is, never its words. */
export const ChangedEventBody = z.object({
  ...Envelope,
  event: z.object({
    type: z.literal('message'),
    subtype: z.enum(['message_changed', 'message_deleted']),
    channel: z.string(),
    event_ts: z.string().optional(),
    deleted_ts: z.string().optional(),
    message: ChangedMessage,
    previous_message: ChangedMessage,
  }),
});
export type ChangedEventBody = z.infer<typeof ChangedEventBody>;

export const MentionEventBody = z.object({
  ...Envelope,
  event: z.object({
    type: z.literal('app_mention'),
    channel: z.string(),
    ts: z.string(),
    thread_ts: z.string().optional(),
    user: z.string().optional(),
    bot_id: z.string().optional(),
    user_team: z.string().optional(),
    text: z.string(),
  }),
});

export const ReactionEventBody = z.object({
  ...Envelope,
  event: z.object({
    type: z.enum(['reaction_added', 'reaction_removed']),
    user: z.string(),
    reaction: z.string(),
    event_ts: z.string(),
    item: z.object({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
  }),
});

export type MentionEventBody = z.infer<typeof MentionEventBody>;

export const CommandBody = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});

export type CommandBody = z.infer<typeof CommandBody>;

export type ReactionEventBody = z.infer<typeof ReactionEventBody>;

const User = z.object({ id: z.string(), team_id: z.string().optional() });
const Team = z.object({ id: z.string() }).nullish();

export const ButtonBody = z.object({
  type: z.literal('block_actions'),
  user: User,
  team: Team,
  channel: z.object({ id: z.string() }).optional(),
  container: z.object({
    channel_id: z.string().optional(),
    message_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().max(2000), action_ts: z.string().optional() }))
    .min(1),
});

export type ButtonBody = z.infer<typeof ButtonBody>;

export const MessageShortcutBody = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  user: User,
  team: Team,
  channel: z.object({ id: z.string() }),
  message: SlackMessageBody,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});
export type MessageShortcutBody = z.infer<typeof MessageShortcutBody>;
