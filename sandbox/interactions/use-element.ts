import type { Core } from '../core.ts';
import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { NotPossible } from '../people/not-possible.ts';
import type { Ephemeral, Message, OpenView } from '../workspace/entities.ts';
import { currentRevision, messageToWire, viewToWire } from '../workspace/wire.ts';
import { valueOf } from './element-values.ts';
import type { Entered } from './element-values.ts';
import { findElement } from './find-element.ts';
import { payloadParts } from './payload-parts.ts';
import { failureOf } from './run-command.ts';

/** Where the element is that a person uses. */
export type Surface =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'ephemeral'; readonly ephemeral: Ephemeral }
  | { readonly kind: 'view'; readonly view: OpenView };

export type ActionOutcome =
  { readonly outcome: 'acked' } | { readonly outcome: 'failed'; readonly error: string };

/** A person presses a button or picks an option; the bot gets `block_actions`. */
export async function useElement(
  core: Core,
  user: string,
  use: {
    readonly surface: Surface;
    readonly actionId: string;
    readonly blockId?: string | undefined;
    readonly entered?: Entered;
  },
): Promise<ActionOutcome> {
  const { element, blockId } = findElement(blocksOf(use.surface), use.actionId, use.blockId);
  const value = valueOf(element, use.entered);
  if (use.surface.kind === 'view')
    keepValue(core, use.surface.view, { blockId, actionId: use.actionId, element, value });
  const ack = await core.delivery.ask('interactive', {
    type: 'block_actions',
    ...payloadParts(core, user),
    ...surfaceParts(core, user, use.surface),
    actions: [
      compact({
        type: element['type'],
        action_id: use.actionId,
        block_id: blockId,
        ...value,
        action_ts: core.workspace.nextTs(),
      }),
    ],
  });
  const error = failureOf(ack);
  return error === undefined ? { outcome: 'acked' } : { outcome: 'failed', error };
}

function blocksOf(surface: Surface): readonly Fields[] {
  switch (surface.kind) {
    case 'message':
      return currentRevision(surface.message).blocks;
    case 'ephemeral':
      return surface.ephemeral.blocks;
    case 'view': {
      const { blocks } = surface.view.body;
      // Safe: the blocks of an open view passed lintView, so each is an object.
      return blocks as readonly Fields[];
    }
  }
}

function surfaceParts(core: Core, user: string, surface: Surface): Fields {
  const { state } = core.workspace;
  switch (surface.kind) {
    case 'message': {
      const { message } = surface;
      if (message.botId !== state.app.botId)
        throw new NotPossible('not_ours', 'The buttons of this message belong to another app.');
      return {
        container: compact({
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: false,
          thread_ts: message.threadTs,
        }),
        channel: { id: message.channel, name: state.channels.get(message.channel)?.name },
        message: messageToWire(state, message, true),
        state: { values: {} },
        trigger_id: core.triggers.issue(user),
        response_url: core.responseUrls.issue({
          user,
          channel: message.channel,
          threadTs: message.threadTs,
          origin: { kind: 'message', ts: message.ts },
        }),
      };
    }
    case 'ephemeral': {
      const { ephemeral } = surface;
      return {
        container: compact({
          type: 'message',
          message_ts: ephemeral.ts,
          channel_id: ephemeral.channel,
          is_ephemeral: true,
          thread_ts: ephemeral.threadTs,
        }),
        channel: { id: ephemeral.channel, name: state.channels.get(ephemeral.channel)?.name },
        state: { values: {} },
        trigger_id: core.triggers.issue(user),
        response_url: core.responseUrls.issue({
          user,
          channel: ephemeral.channel,
          threadTs: ephemeral.threadTs,
          origin: { kind: 'ephemeral', id: ephemeral.id },
        }),
      };
    }
    case 'view': {
      const view = state.views.get(surface.view.id) ?? surface.view;
      return {
        container: { type: 'view', view_id: view.id },
        view: viewToWire(state, view),
        trigger_id: core.triggers.issue(user, view.id),
      };
    }
  }
}

type Entry = {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Fields;
  readonly value: Fields;
};

function keepValue(core: Core, view: OpenView, entry: Entry): void {
  if (entry.element['type'] === 'button' || view.type === 'home') return;
  const block = {
    ...view.values[entry.blockId],
    [entry.actionId]: { type: entry.element['type'], ...entry.value },
  };
  core.workspace.record({
    type: 'view_updated',
    view: { ...view, values: { ...view.values, [entry.blockId]: block } },
  });
}
