import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { asFields, fieldsList, textAt } from '../fields.ts';
import { h } from '../h.ts';
import { Mrkdwn, Plain } from '../text/show-text.ts';
import type { ElementProps } from './element.ts';
import { choose } from './element-place.ts';
import { initialOf } from './options.ts';

/** Checkboxes and radio buttons. */
export function Choices({ element, place }: ElementProps): VNode {
  const name = useId();
  const isMany = textAt(element, 'type') === 'checkboxes';
  const before = typeof place.entered === 'string' ? [place.entered] : place.entered;
  const [chosen, setChosen] = useState<readonly string[]>(before ?? initialOf(element));
  const pick = (value: string, isOn: boolean): void => {
    const others = isMany ? chosen.filter((it) => it !== value) : [];
    const next = isOn ? [...others, value] : others;
    setChosen(next);
    choose(place, element, isMany ? next : value);
  };
  return h(
    'div',
    { class: 'choices', role: isMany ? 'group' : 'radiogroup', 'aria-labelledby': place.labelledBy },
    fieldsList(element['options']).map((option) => {
      const value = textAt(option, 'value');
      return h(
        'label',
        { class: 'choice' },
        h('input', {
          type: isMany ? 'checkbox' : 'radio',
          name,
          value,
          checked: chosen.includes(value),
          disabled: !place.isLive,
          onChange: (event) => pick(value, event.currentTarget.checked),
        }),
        h(
          'span',
          null,
          h(Words, { text: option['text'] }),
          option['description'] !== undefined &&
            h('span', { class: 'hint' }, h(Words, { text: option['description'] })),
        ),
      );
    }),
  );
}

function Words({ text }: { readonly text: unknown }): VNode {
  const fields = asFields(text);
  return fields?.['type'] === 'mrkdwn'
    ? h(Mrkdwn, { text: textAt(fields, 'text') })
    : h(Plain, { text: textAt(fields, 'text') });
}
