import { z } from 'zod';
import { limits } from '../rate-limits.ts';
import { messageToWire } from '../workspace/wire.ts';
import { joinedChannel, knownMessage, writableChannel } from './channels.ts';
import { arg, method, Refusal } from './method.ts';

const target = z.object({ channel: arg.text, timestamp: arg.text });

const add = method({
  name: 'pins.add',
  scopes: ['pins:write'],
  limit: limits.perMinute20,
  args: target,
  run(args, core) {
    const channel = writableChannel(core, args.channel);
    const message = knownMessage(core, channel, args.timestamp);
    if (message.isPinned) throw new Refusal('already_pinned');
    const user = core.workspace.state.app.botUserId;
    core.workspace.record({
      type: 'pin_added',
      channel: channel.id,
      ts: message.ts,
      user,
      eventTs: core.workspace.nextTs(),
    });
    return {};
  },
});

const remove = method({
  name: 'pins.remove',
  scopes: ['pins:write'],
  limit: limits.perMinute20,
  args: target,
  run(args, core) {
    const channel = writableChannel(core, args.channel);
    const message = knownMessage(core, channel, args.timestamp);
    if (!message.isPinned) throw new Refusal('no_pin');
    const user = core.workspace.state.app.botUserId;
    core.workspace.record({
      type: 'pin_removed',
      channel: channel.id,
      ts: message.ts,
      user,
      eventTs: core.workspace.nextTs(),
    });
    return {};
  },
});

const list = method({
  name: 'pins.list',
  scopes: ['pins:read'],
  limit: limits.perMinute20,
  args: z.object({ channel: arg.text }),
  run(args, core) {
    const channel = joinedChannel(core, args.channel);
    const pinned = (core.workspace.state.messages.get(channel.id) ?? []).filter(
      (it) => it.isPinned && !it.isDeleted,
    );
    return {
      items: pinned.map((it) => ({
        type: 'message',
        channel: channel.id,
        message: messageToWire(core.workspace.state, it),
      })),
    };
  },
});

export const pins = [add, remove, list];
