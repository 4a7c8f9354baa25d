import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { Fields } from '../contract.ts';
import { Element } from '../elements/element.ts';
import type { ElementPlace, Entered } from '../elements/element-place.ts';
import { use } from '../elements/element-place.ts';
import { asFields, textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import { Plain } from '../text/show-text.ts';

/** What is being filled in: values and complaints by block. */
export type Form = {
  readonly entered: (blockId: string, actionId: string) => Entered | undefined;
  readonly enter: (blockId: string, actionId: string, value: Entered) => void;
  readonly errors: Readonly<Record<string, string>>;
};

type InputProps = { readonly block: Fields; readonly place: ElementPlace; readonly form: Form | undefined };

/** An `input` block: a label, the element, a hint, and what is wrong with what was entered. */
export function InputBlock({ block, place, form }: InputProps): VNode {
  const id = useId();
  const element = asFields(block['element']) ?? {};
  const { blockId } = place;
  const actionId = textAt(element, 'action_id');
  const error = form?.errors[blockId];
  const hint = wordsAt(block, 'hint');
  const enter = (value: Entered): void => {
    form?.enter(blockId, actionId, value);
    if (block['dispatch_action'] === true) void use(place, element, value);
  };
  return h(
    'div',
    { class: error === undefined ? 'input-block' : 'input-block wrong' },
    h(
      'div',
      { class: 'label', id: `${id}-label` },
      h(Plain, { text: wordsAt(block, 'label') }),
      block['optional'] === true && h('span', { class: 'hint' }, ' (optional)'),
    ),
    h(Element, {
      element,
      place: {
        ...place,
        labelledBy: `${id}-label`,
        describedBy: `${id}-hint`,
        isInvalid: error !== undefined,
        ...(form && { entered: form.entered(blockId, actionId), enter }),
      },
    }),
    h(
      'div',
      { id: `${id}-hint` },
      error !== undefined && h('p', { class: 'error', role: 'alert' }, error),
      hint !== '' && h('p', { class: 'hint' }, h(Plain, { text: hint })),
    ),
  );
}
