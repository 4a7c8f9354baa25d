import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  ChangedEventBody,
  CommandBody,
  MentionEventBody,
  MessageEventBody,
  ReactionEventBody,
} from './payloads.ts';

/** Names a delivery, so that the same thing reported twice is one thing. Null: nothing to keep. */
export type Delivery = {
  readonly source: string;
  readonly key: string;
  /** What is kept in place of the payload, when less of it is enough. */
  readonly body?: Readonly<Record<string, unknown>>;
} | null;

export type KeepRules = {
  readonly timelineEmoji: readonly string[];
  /** Whether messages of other bots may be alerts at all. */
  readonly listensForAlerts: boolean;
  readonly ownBotId: string;
};

/** The emoji that makes an entry lead the note. */
export const STAR = 'star';

const AnyEvent = z.object({
  event_id: z.string(),
  team_id: z.string().optional(),
  event: z.object({ type: z.string() }),
});
const Interaction = z.object({ type: z.string(), trigger_id: z.string().optional() });

/**
 * The inbox key of a payload. Messages, mentions and reactions are named by what they are (team, channel, ts, kind), as
 * Slack reports one message under several event ids; everything else by its event id or its trigger id. What people say
 * to each other is not for the bot and gets no key: it is never stored.
 */
export function nameDelivery(body: unknown, rules: KeepRules): Delivery {
  const changed = ChangedEventBody.safeParse(body);
  if (changed.success) return nameChange(changed.data, rules);
  const message = MessageEventBody.safeParse(body);
  if (message.success) return nameMessage(message.data, rules);
  const mention = MentionEventBody.safeParse(body);
  if (mention.success) {
    const { event, team_id } = mention.data;
    return event.bot_id === undefined
      ? { source: 'mention', key: join('app_mention', team_id, event.channel, event.ts) }
      : null;
  }
  const reaction = ReactionEventBody.safeParse(body);
  if (reaction.success) return nameReaction(reaction.data, rules);
  const event = AnyEvent.safeParse(body);
  if (event.success) {
    // A message in a shape of its own is never an alert.
    return event.data.event.type === 'message'
      ? null
      : { source: event.data.event.type, key: join('event', event.data.event_id) };
  }
  const command = CommandBody.safeParse(body);
  if (command.success)
    return { source: 'command', key: join('command', command.data.trigger_id ?? hash(body)) };
  const interaction = Interaction.safeParse(body);
  if (!interaction.success) return null;
  return {
    source: interaction.data.type,
    key: join(interaction.data.type, interaction.data.trigger_id ?? hash(body)),
  };
}

function nameMessage({ event, team_id }: MessageEventBody, rules: KeepRules): Delivery {
  const isNew = event.subtype === undefined || event.subtype === 'bot_message';
  const isOtherBot = event.bot_id !== undefined && event.bot_id !== rules.ownBotId;
  if (!rules.listensForAlerts || !isNew || !isOtherBot) return null;
  return { source: 'message', key: join('message', team_id, event.channel, event.ts) };
}

/** An edited or deleted message may be on a timeline: it is looked at again, and its words are not kept here. */
function nameChange(body: ChangedEventBody, rules: KeepRules): Delivery {
  const { event } = body;
  const about = event.message ?? event.previous_message;
  const ts = event.deleted_ts ?? about?.ts;
  if (ts === undefined || about?.bot_id === rules.ownBotId) return null;
  return {
    source: event.subtype,
    key: join(event.subtype, body.team_id, event.channel, ts, event.event_ts ?? body.event_id),
    body: { ...body, type: 'event_callback' },
  };
}

function nameReaction({ event, team_id }: z.infer<typeof ReactionEventBody>, rules: KeepRules): Delivery {
  const { channel, ts } = event.item;
  if (event.item.type !== 'message' || channel === undefined || ts === undefined) return null;
  const emoji = emojiName(event.reaction);
  if (emoji !== STAR && !rules.timelineEmoji.includes(emoji)) return null;
  return {
    source: 'reaction',
    key: join(event.type, team_id, channel, ts, event.user, event.reaction, event.event_ts),
  };
}

/** `wave::skin-tone-3` is the same emoji as `wave`, and people write `:wave:` in a configuration. */
export function emojiName(written: string): string {
  return written.replaceAll(/^:|:$/g, '').replace(/::skin-tone-\d$/, '');
}

/** Which items must be handled in the order they came: all reactions to one message. */
export function laneOf(body: unknown): string | null {
  const reaction = ReactionEventBody.safeParse(body);
  return reaction.success
    ? join(reaction.data.event.item.channel ?? '', reaction.data.event.item.ts ?? '')
    : null;
}

function join(...parts: readonly string[]): string {
  return parts.join(':');
}

function hash(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
