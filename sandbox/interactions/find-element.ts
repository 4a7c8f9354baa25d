import { asFields, asFieldsList, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { NotPossible } from '../people/not-possible.ts';

export type FoundElement = { readonly element: Fields; readonly blockId: string };

/** The interactive element with an action id. Throws NotPossible when nobody can see such an element. */
export function findElement(blocks: readonly Fields[], actionId: string, blockId?: string): FoundElement {
  const found = allElements(blocks).find(
    (it) => it.element['action_id'] === actionId && (blockId === undefined || it.blockId === blockId),
  );
  if (found) return found;
  const visible = allElements(blocks).map((it) => String(it.element['action_id']));
  throw new NotPossible(
    'no_such_element',
    `Nothing here has the action id "${actionId}". Visible: ${visible.join(', ') || 'none'}.`,
  );
}

function allElements(blocks: readonly Fields[]): FoundElement[] {
  return blocks.flatMap((block) => {
    const inside = [
      asFields(block['accessory']),
      asFields(block['element']),
      ...asFieldsList(block['elements']),
      ...asFieldsList(block['actions']),
    ];
    const nested = [...asFieldsList(block['child_blocks']), ...cards(block)];
    const blockId = stringAt(block, 'block_id') ?? '';
    const own = inside.flatMap((element) =>
      element?.['action_id'] === undefined ? [] : [{ element, blockId }],
    );
    return [...own, ...allElements(nested)];
  });
}

function cards(block: Fields): Fields[] {
  return block['type'] === 'carousel' ? asFieldsList(block['elements']) : [];
}
