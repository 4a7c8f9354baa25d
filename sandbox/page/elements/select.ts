import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import { send } from '../net/ask.ts';
import type { ElementProps } from './element.ts';
import { choose } from './element-place.ts';
import { groupsOf, initialOf } from './options.ts';
import type { Option } from './options.ts';
import { Popover } from './popover.ts';

/** One of a fixed list. */
export function Select({ element, place }: ElementProps): VNode {
  const [picked, setPicked] = useState<string | undefined>();
  const chosen = picked ?? firstOf(place.entered) ?? initialOf(element)[0] ?? '';
  const placeholder = wordsAt(element, 'placeholder') || 'Choose an option';
  const options = (list: readonly Option[]): readonly VNode[] =>
    list.map((it) => h('option', { value: it.value, selected: it.value === chosen }, it.text));
  return h(
    'select',
    {
      class: chosen === '' ? 'select empty' : 'select',
      disabled: !place.isLive,
      'aria-label': place.labelledBy === undefined ? placeholder : undefined,
      'aria-labelledby': place.labelledBy,
      'aria-invalid': place.isInvalid === true,
      onChange(event) {
        setPicked(event.currentTarget.value);
        choose(place, element, event.currentTarget.value);
      },
    },
    h('option', { value: '', disabled: true, selected: chosen === '' }, placeholder),
    groupsOf(element).map((group) =>
      group.label === ''
        ? options(group.options)
        : h('optgroup', { label: group.label }, options(group.options)),
    ),
  );
}

/** One, or several, of what the app offers for what was typed. */
export function ExternalSelect({ element, place }: ElementProps): VNode {
  const [offered, setOffered] = useState<readonly { readonly text: string; readonly value: string }[] | null>(
    null,
  );
  const [shown, setShown] = useState('');
  const isMulti = textAt(element, 'type').startsWith('multi_');
  const placeholder = wordsAt(element, 'placeholder') || 'Search';
  const ask = async (query: string): Promise<void> => {
    if (query.length < Number(element['min_query_length'] ?? 3)) return setOffered(null);
    const answer = await send({
      do: 'suggest',
      target: place.target,
      action: textAt(element, 'action_id'),
      query,
    });
    setOffered(answer.outcome === 'options' ? answer.options : []);
  };
  return h(Popover, {
    label: placeholder,
    look: 'select like-button',
    face: shown === '' ? placeholder : shown,
    isMenu: false,
    body: (close) => [
      h('input', {
        type: 'search',
        class: 'input',
        placeholder,
        'aria-label': placeholder,
        onInput: (event) => void ask(event.currentTarget.value),
      }),
      h(
        'div',
        { role: 'listbox', class: 'options', 'aria-label': placeholder },
        offered === null
          ? h('p', { class: 'hint' }, 'Type to search')
          : offered.map((it) =>
              h(
                'button',
                {
                  type: 'button',
                  role: 'option',
                  'aria-selected': false,
                  class: 'menu-item',
                  onClick() {
                    setShown(it.text);
                    choose(place, element, isMulti ? [it.value] : it.value);
                    close();
                  },
                },
                it.text,
              ),
            ),
        offered?.length === 0 && h('p', { class: 'hint' }, 'No results'),
      ),
    ],
  });
}

function firstOf(entered: string | readonly string[] | undefined): string | undefined {
  return typeof entered === 'string' ? entered : entered?.[0];
}
