import type { Core } from '../core.ts';
import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { OpenView } from '../workspace/entities.ts';
import { valueOf } from './element-values.ts';
import type { Entered } from './element-values.ts';
import { findElement } from './find-element.ts';
import { payloadParts } from './payload-parts.ts';
import { failureOf } from './run-command.ts';
import { blocksOf, pickKey, surfaceParts } from './surface.ts';
import type { Surface } from './surface.ts';

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
  keepValue(core, user, use.surface, { blockId, actionId: use.actionId, element, value });
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

type Entry = {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Fields;
  readonly value: Fields;
};

/** Buttons hold nothing; whatever else was used goes into `state.values` of the next payload. */
function keepValue(core: Core, user: string, surface: Surface, entry: Entry): void {
  if (entry.element['type'] === 'button') return;
  const add = (values: OpenView['values']): OpenView['values'] => {
    const value = { type: entry.element['type'], ...entry.value };
    return { ...values, [entry.blockId]: { ...values[entry.blockId], [entry.actionId]: value } };
  };
  if (surface.kind === 'view') {
    if (surface.view.type === 'home') return;
    core.workspace.record({
      type: 'view_updated',
      view: { ...surface.view, values: add(surface.view.values) },
    });
    return;
  }
  const key = pickKey(user, surface.kind === 'message' ? surface.message : surface.ephemeral);
  core.picked.set(key, add(core.picked.get(key) ?? {}));
}
