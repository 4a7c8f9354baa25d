import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { asFields, asList, textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import type { ElementProps } from './element.ts';
import { choose, use } from './element-place.ts';

const kinds: Readonly<Record<string, 'email' | 'url' | 'text'>> = {
  email_text_input: 'email',
  url_text_input: 'url',
};

/** Whatever is typed: a line, several lines, a number, an address. */
export function TypedInput({ element, place }: ElementProps): VNode {
  const type = textAt(element, 'type');
  const isLong = element['multiline'] === true || type === 'rich_text_input';
  const line = useRef<HTMLInputElement>(null);
  const lines = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (element['focus_on_load'] === true) (lines.current ?? line.current)?.focus();
  }, []);
  const triggers = asList(asFields(element['dispatch_action_config'])?.['trigger_actions_on']);
  const dispatches = (when: string): boolean =>
    triggers.length === 0 ? when === 'on_enter_pressed' : triggers.includes(when);
  const longest = Number(element['max_length'] ?? 3000);
  const attributes = {
    class: isLong ? 'input long' : 'input',
    disabled: !place.isLive,
    placeholder: wordsAt(element, 'placeholder'),
    value: typeof place.entered === 'string' ? place.entered : textAt(element, 'initial_value'),
    'aria-labelledby': place.labelledBy,
    'aria-describedby': place.describedBy,
    'aria-invalid': place.isInvalid === true,
    onInput(event: { readonly currentTarget: { readonly value: string } }) {
      const { value } = event.currentTarget;
      if (place.enter) place.enter(value);
      else if (dispatches('on_character_entered')) choose(place, element, value);
    },
  };
  if (isLong) return h('textarea', { ...attributes, ref: lines, rows: 4, maxLength: longest });
  const sendOnEnter = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }): void => {
    if (event.key !== 'Enter' || place.enter) return;
    event.preventDefault();
    if (dispatches('on_enter_pressed')) void use(place, element, event.currentTarget.value);
  };
  if (type === 'number_input') {
    const step = element['is_decimal_allowed'] === true ? 'any' : '1';
    return h('input', { ...attributes, ref: line, type: 'number', step, onKeyDown: sendOnEnter });
  }
  const inputMode = kinds[type] ?? 'text';
  return h('input', {
    ...attributes,
    ref: line,
    type: 'text',
    inputMode,
    maxLength: longest,
    onKeyDown: sendOnEnter,
  });
}
