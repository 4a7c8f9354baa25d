import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../contract.ts';
import { Popover } from '../elements/popover.ts';
import { emojiCharacter, emojiNamed } from '../emoji/names.ts';
import { h } from '../h.ts';
import { doIt } from '../net/ask.ts';
import { desk } from '../state/desk.ts';
import { showEmoji } from '../text/show-text.ts';

/** The reactions on a message; pressing one adds one's own, or takes it back. */
export function Reactions({ message }: { readonly message: PageMessage }): VNode | null {
  const { workspace, me } = desk.get();
  if (message.reactions.length === 0) return null;
  return h(
    'div',
    { class: 'reactions' },
    message.reactions.map(({ name, users }) => {
      const isMine = users.includes(me);
      const names = users.map((it) => workspace.people.get(it)?.realName ?? it).join(', ');
      return h(
        'button',
        {
          type: 'button',
          class: isMine ? 'reaction mine' : 'reaction',
          title: `${names} reacted with :${name}:`,
          'aria-label': `${name.replaceAll('_', ' ')}: ${users.length}, ${names}`,
          'aria-pressed': isMine,
          onClick: () => toggle(message, name, isMine),
        },
        showEmoji(name),
        ' ',
        h('span', null, String(users.length)),
      );
    }),
    h(ReactionPicker, { message, look: 'reaction add' }),
  );
}

export function ReactionPicker({
  message,
  look,
}: {
  readonly message: PageMessage;
  readonly look: string;
}): VNode {
  return h(Popover, {
    label: 'Add a reaction',
    look,
    face: '☺',
    isMenu: false,
    body: (close) =>
      h(EmojiChoice, {
        onPick(name) {
          close();
          const mine =
            message.reactions.find((it) => it.name === name)?.users.includes(desk.get().me) === true;
          if (!mine) toggle(message, name, false);
        },
      }),
  });
}

/** Emoji to pick from: first those that mean something to the app, with what they mean. */
function EmojiChoice({ onPick }: { readonly onPick: (name: string) => void }): VNode {
  const [words, setWords] = useState('');
  const { reactions } = desk.get().workspace.offers;
  const button = (name: string): VNode =>
    h(
      'button',
      {
        type: 'button',
        class: 'emoji-choice',
        title: `:${name}:`,
        'aria-label': name.replaceAll('_', ' '),
        onClick: () => onPick(name),
      },
      emojiCharacter(name) ?? `:${name}:`,
    );
  return h(
    'div',
    { class: 'emoji-picker' },
    h('input', {
      type: 'search',
      class: 'input',
      placeholder: 'Search all emoji',
      'aria-label': 'Search all emoji',
      onInput: (event) => setWords(event.currentTarget.value),
    }),
    words === '' &&
      reactions.map(({ name, meaning }) =>
        h(
          'button',
          { type: 'button', class: 'menu-item meaning', onClick: () => onPick(name) },
          h('span', { class: 'emoji' }, emojiCharacter(name) ?? `:${name}:`),
          meaning,
        ),
      ),
    h('div', { class: 'emoji-grid' }, emojiNamed(words).slice(0, 64).map(button)),
  );
}

function toggle(message: PageMessage, emoji: string, isMine: boolean): void {
  doIt({ do: isMine ? 'unreact' : 'react', channel: message.channel, ts: message.ts, emoji });
}
