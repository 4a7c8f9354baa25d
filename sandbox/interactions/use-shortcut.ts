import type { Core } from '../core.ts';
import { NotPossible } from '../people/not-possible.ts';
import type { Message } from '../workspace/entities.ts';
import { messageToWire } from '../workspace/wire.ts';
import { payloadParts } from './payload-parts.ts';
import { failureOf } from './run-command.ts';
import type { ActionOutcome } from './use-element.ts';

/** A person picks a shortcut from a message's menu. Throws NotPossible when the app has no such shortcut. */
export async function useMessageShortcut(
  core: Core,
  user: string,
  message: Message,
  callbackId: string,
): Promise<ActionOutcome> {
  if (!core.permissions.shortcut(callbackId, 'message')) throw unknownShortcut(callbackId);
  const { state } = core.workspace;
  const ack = await core.delivery.ask('interactive', {
    type: 'message_action',
    ...payloadParts(core, user),
    callback_id: callbackId,
    action_ts: core.workspace.nextTs(),
    message_ts: message.ts,
    message: messageToWire(state, message),
    channel: { id: message.channel, name: state.channels.get(message.channel)?.name },
    trigger_id: core.triggers.issue(user),
    response_url: core.responseUrls.issue({ user, channel: message.channel }),
  });
  const error = failureOf(ack);
  return error === undefined ? { outcome: 'acked' } : { outcome: 'failed', error };
}

/** A person picks a global shortcut. Throws NotPossible when the app has no such shortcut. */
export async function useGlobalShortcut(
  core: Core,
  user: string,
  callbackId: string,
): Promise<ActionOutcome> {
  if (!core.permissions.shortcut(callbackId, 'global')) throw unknownShortcut(callbackId);
  const ack = await core.delivery.ask('interactive', {
    type: 'shortcut',
    ...payloadParts(core, user),
    callback_id: callbackId,
    action_ts: core.workspace.nextTs(),
    trigger_id: core.triggers.issue(user),
  });
  const error = failureOf(ack);
  return error === undefined ? { outcome: 'acked' } : { outcome: 'failed', error };
}

function unknownShortcut(callbackId: string): NotPossible {
  return new NotPossible('no_such_shortcut', `The app has no shortcut "${callbackId}".`);
}
