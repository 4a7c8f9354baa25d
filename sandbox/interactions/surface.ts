import type { Core } from '../core.ts';
import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { NotPossible } from '../people/not-possible.ts';
import type { Ephemeral, Message, OpenView } from '../workspace/entities.ts';
import { currentRevision, messageToWire, viewToWire } from '../workspace/wire.ts';

/** Where the element is that a person uses. */
export type Surface =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'ephemeral'; readonly ephemeral: Ephemeral }
  | { readonly kind: 'view'; readonly view: OpenView };

/** The blocks a person sees there. */
export function blocksOf(surface: Surface): readonly Fields[] {
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

/** What an interaction payload says about the place: container, message or view, trigger, response URL. */
export function surfaceParts(core: Core, user: string, surface: Surface): Fields {
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
        state: { values: core.picked.get(pickKey(user, message)) ?? {} },
        trigger_id: core.triggers.issue(user),
        response_url: core.responseUrls.issue({
          user,
          channel: message.channel,
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
        state: { values: core.picked.get(pickKey(user, ephemeral)) ?? {} },
        trigger_id: core.triggers.issue(user),
        response_url: core.responseUrls.issue({
          user,
          channel: ephemeral.channel,
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

/** Under which `core.picked` keeps what one person picked in one message. */
export function pickKey(user: string, message: { readonly channel: string; readonly ts: string }): string {
  return `${user} ${message.channel} ${message.ts}`;
}
