import type { Core } from '../core.ts';
import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { OpenView } from '../workspace/entities.ts';
import { valueOf } from './element-values.ts';
import type { Entered } from './element-values.ts';
import { findElement } from './find-element.ts';
import { payloadParts } from './payload-parts.ts';
import { failureOf } from './run-command.ts';
import { blocksOf, surfaceParts } from './surface.ts';
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
