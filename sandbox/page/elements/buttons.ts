import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { asFields, textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import { desk } from '../state/desk.ts';
import { Plain } from '../text/show-text.ts';
import { isSafeLink } from '../text/tree.ts';
import type { ElementProps } from './element.ts';
import { use } from './element-place.ts';

export function Button({ element, place }: ElementProps): VNode {
  const [isBusy, setBusy] = useState(false);
  const style = textAt(element, 'style');
  const label = textAt(element, 'accessibility_label');
  const url = textAt(element, 'url');
  const press = async (): Promise<void> => {
    setBusy(true);
    await use(place, element);
    setBusy(false);
  };
  const words = h(Plain, { text: wordsAt(element, 'text') });
  const look = `button ${style}${isBusy ? ' busy' : ''}`;
  if (url !== '' && isSafeLink(url)) {
    return h(
      'a',
      {
        class: look,
        href: url,
        target: '_blank',
        rel: 'noopener noreferrer',
        onClick: () => void use(place, element),
      },
      words,
    );
  }
  return h(
    'button',
    {
      type: 'button',
      class: look,
      disabled: isBusy || !place.isLive,
      ...(label !== '' && { 'aria-label': label }),
      onClick: () => void press(),
    },
    words,
  );
}

export function IconButton({ element, place }: ElementProps): VNode | null {
  const readers = element['visible_to_user_ids'];
  if (Array.isArray(readers) && !readers.includes(desk.get().me)) return null;
  const label = wordsAt(element, 'text');
  return h(
    'button',
    {
      type: 'button',
      class: 'button quiet',
      title: label,
      'aria-label': label,
      onClick: () => void use(place, element),
    },
    '🗑',
  );
}

/** Thumbs up, thumbs down; what was pressed stays pressed. */
export function FeedbackButtons({ element, place }: ElementProps): VNode {
  const [chosen, setChosen] = useState('');
  const button = (key: 'positive_button' | 'negative_button', sign: string): VNode => {
    const fields = asFields(element[key]);
    const value = textAt(fields, 'value');
    const label = textAt(fields, 'accessibility_label') || wordsAt(fields, 'text');
    return h(
      'button',
      {
        type: 'button',
        class: 'button quiet',
        title: wordsAt(fields, 'text'),
        'aria-label': label,
        'aria-pressed': chosen === value,
        disabled: !place.isLive,
        onClick() {
          setChosen(value);
          void use(place, element, value);
        },
      },
      h('span', { 'aria-hidden': true }, sign),
      ' ',
      wordsAt(fields, 'text'),
    );
  };
  return h('span', { class: 'feedback' }, button('positive_button', '👍'), button('negative_button', '👎'));
}
