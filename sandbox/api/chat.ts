import { z } from 'zod';
import type { Core } from '../core.ts';
import type { Fields } from '../fields.ts';
import { limits } from '../rate-limits.ts';
import type { Channel, Message } from '../workspace/entities.ts';
import { messageToWire, currentRevision } from '../workspace/wire.ts';
import { directMessages, knownChannel, knownMessage, writableChannel } from './channels.ts';
import { checkContent } from './content.ts';
import { arg, method, Refusal } from './method.ts';
import { postMessage, showEphemeral } from './posting.ts';

/** An edit takes less text than a new message. */
const longestUpdate = 4000;

const content = {
  text: arg.text.optional(),
  blocks: arg.json.optional(),
  attachments: arg.json.optional(),
  metadata: arg.json.optional(),
};

const chatPostMessage = method({
  name: 'chat.postMessage',
  scopes: ['chat:write'],
  limit: limits.posting,
  args: z.object({
    channel: arg.text,
    thread_ts: arg.text.optional(),
    reply_broadcast: arg.flag.optional(),
    ...content,
  }),
  run(args, core) {
    const channel = destination(core, args.channel);
    const checked = checkContent(core, args);
    const message = postMessage(core, channel, checked.content, {
      threadTs: args.thread_ts,
      isBroadcast: args.reply_broadcast ?? false,
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageToWire(core.workspace.state, message, true),
      ...warn(checked.warnings),
    };
  },
});

const chatPostEphemeral = method({
  name: 'chat.postEphemeral',
  scopes: ['chat:write'],
  limit: limits.perMinute100,
  args: z.object({ channel: arg.text, user: arg.text, thread_ts: arg.text.optional(), ...content }),
  run(args, core) {
    const channel = writableChannel(core, args.channel);
    if (!core.workspace.state.users.has(args.user)) throw new Refusal('user_not_found');
    if (!channel.members.has(args.user)) throw new Refusal('user_not_in_channel');
    const checked = checkContent(core, args);
    const ephemeral = showEphemeral(core, {
      ...checked.content,
      user: args.user,
      channel: channel.id,
      threadTs: args.thread_ts,
      from: 'app',
    });
    return { message_ts: ephemeral.ts, ...warn(checked.warnings) };
  },
});

const chatUpdate = method({
  name: 'chat.update',
  scopes: ['chat:write'],
  limit: limits.perMinute50,
  args: z.object({ channel: arg.text, ts: arg.text, ...content }),
  run(args, core) {
    const channel = knownChannel(core, args.channel);
    if (channel.isArchived) throw new Refusal('is_archived');
    const message = knownMessage(core, channel, args.ts);
    if (message.botId !== core.workspace.state.app.botId) throw new Refusal('cant_update_message');
    if ((args.text ?? '').length > longestUpdate) throw new Refusal('msg_too_long');
    // Whatever the app leaves out stays as it was.
    const now = currentRevision(message);
    const checked = checkContent(core, {
      text: args.text ?? now.text,
      blocks: args.blocks ?? now.blocks,
      attachments: args.attachments ?? now.attachments,
      metadata: args.metadata ?? now.metadata,
    });
    const editedTs = core.workspace.nextTs();
    core.workspace.record({
      type: 'message_edited',
      channel: channel.id,
      ts: message.ts,
      content: checked.content,
      editedTs,
      by: core.workspace.state.app.botUserId,
    });
    return {
      channel: channel.id,
      ts: message.ts,
      text: checked.content.text,
      message: messageToWire(core.workspace.state, message, true),
      ...warn(checked.warnings),
    };
  },
});

const chatDelete = method({
  name: 'chat.delete',
  scopes: ['chat:write'],
  limit: limits.perMinute50,
  args: z.object({ channel: arg.text, ts: arg.text }),
  run(args, core) {
    const channel = knownChannel(core, args.channel);
    const message = knownMessage(core, channel, args.ts);
    if (message.botId !== core.workspace.state.app.botId) throw new Refusal('cant_delete_message');
    const by = core.workspace.state.app.botUserId;
    core.workspace.record({
      type: 'message_deleted',
      channel: channel.id,
      ts: message.ts,
      by,
      deletedTs: core.workspace.nextTs(),
    });
    return { channel: channel.id, ts: message.ts };
  },
});

const chatGetPermalink = method({
  name: 'chat.getPermalink',
  args: z.object({ channel: arg.text, message_ts: arg.text }),
  run(args, core) {
    const channel = knownChannel(core, args.channel);
    const message = knownMessage(core, channel, args.message_ts);
    return { channel: channel.id, permalink: permalink(core, channel, message) };
  },
});

export const chat = [chatPostMessage, chatPostEphemeral, chatUpdate, chatDelete, chatGetPermalink];

function destination(core: Core, named: string): Channel {
  if (core.workspace.state.users.has(named)) return directMessages(core, named);
  return writableChannel(core, named);
}

function warn(warnings: readonly string[]): Fields {
  if (warnings.length === 0) return {};
  return { warning: warnings.join(','), response_metadata: { warnings } };
}

function permalink(core: Core, channel: Channel, message: Message): string {
  const link = `https://${core.workspace.state.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  return message.threadTs ? `${link}?thread_ts=${message.threadTs}&cid=${channel.id}` : link;
}
