import { z } from 'zod';
import type { Core } from '../core.ts';
import { limits } from '../rate-limits.ts';
import { messageToWire } from '../workspace/wire.ts';
import { joinedChannel, knownMessage, writableChannel } from './channels.ts';
import { arg, method, Refusal } from './method.ts';

const target = z.object({ channel: arg.text, timestamp: arg.text, name: arg.text });

const add = method({
  name: 'reactions.add',
  scopes: ['reactions:write'],
  limit: limits.perMinute50,
  args: target,
  run: (args, core) => {
    react(core, 'reaction_added', args, core.workspace.state.app.botUserId);
    return {};
  },
});

const remove = method({
  name: 'reactions.remove',
  scopes: ['reactions:write'],
  limit: limits.perMinute20,
  args: target,
  run: (args, core) => {
    react(core, 'reaction_removed', args, core.workspace.state.app.botUserId);
    return {};
  },
});

const get = method({
  name: 'reactions.get',
  scopes: ['reactions:read'],
  limit: limits.perMinute50,
  args: target.omit({ name: true }),
  run(args, core) {
    const channel = joinedChannel(core, args.channel);
    const message = knownMessage(core, channel, args.timestamp);
    return { type: 'message', channel: channel.id, message: messageToWire(core.workspace.state, message) };
  },
});

export const reactions = [add, remove, get];

/**
 * Adds or takes back one reaction of one person. Throws `already_reacted`, `no_reaction`, `invalid_name` and the
 * refusals for unknown channels and messages.
 */
export function react(
  core: Core,
  type: 'reaction_added' | 'reaction_removed',
  at: { readonly channel: string; readonly timestamp: string; readonly name: string },
  user: string,
): void {
  const channel = user === core.workspace.state.app.botUserId ? writableChannel(core, at.channel) : undefined;
  const name = at.name.replaceAll(':', '');
  if (!/^[a-z0-9_+'-]+$/u.test(name)) throw new Refusal('invalid_name');
  const known = channel ?? core.workspace.state.channels.get(at.channel);
  if (!known) throw new Refusal('channel_not_found');
  const message = knownMessage(core, known, at.timestamp);
  const has = message.reactions.some((reaction) => reaction.name === name && reaction.users.includes(user));
  if (type === 'reaction_added' && has) throw new Refusal('already_reacted');
  if (type === 'reaction_removed' && !has) throw new Refusal('no_reaction');
  core.workspace.record({
    type,
    channel: known.id,
    ts: message.ts,
    name,
    user,
    eventTs: core.workspace.nextTs(),
  });
}
