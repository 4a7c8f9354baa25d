import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import type { ElementProps } from './element.ts';
import { choose } from './element-place.ts';
import { groupsOf, initialOf } from './options.ts';
import { Popover } from './popover.ts';

/** Several of a fixed list: the chosen ones are shown on the face, the list opens beside it. */
export function MultiSelect({ element, place }: ElementProps): VNode {
  const before = typeof place.entered === 'string' ? [place.entered] : place.entered;
  const [chosen, setChosen] = useState<readonly string[]>(before ?? initialOf(element));
  const options = groupsOf(element).flatMap((group) => group.options);
  const most = Number(element['max_selected_items'] ?? 1000);
  const names = chosen.map((value) => options.find((it) => it.value === value)?.text ?? value);
  const placeholder = wordsAt(element, 'placeholder') || 'Select options';
  const toggle = (value: string): void => {
    const next = chosen.includes(value) ? chosen.filter((it) => it !== value) : [...chosen, value];
    if (next.length > most) return;
    setChosen(next);
    choose(place, element, next);
  };
  return h(Popover, {
    label: names.length === 0 ? placeholder : `${placeholder}: ${names.join(', ')}`,
    look: 'select like-button',
    isMenu: false,
    face: names.length === 0 ? placeholder : names.map((name) => h('span', { class: 'chip' }, name)),
    body: () =>
      options.map((option) =>
        h(
          'label',
          { class: 'menu-item' },
          h('input', {
            type: 'checkbox',
            checked: chosen.includes(option.value),
            onChange: () => toggle(option.value),
          }),
          ' ',
          option.text,
          option.description !== '' && h('span', { class: 'hint' }, option.description),
        ),
      ),
  });
}
