import type { VNode } from 'preact';
import type { PagePerson } from '../contract.ts';
import { h } from '../h.ts';

type AvatarProps = { readonly person: PagePerson | undefined; readonly size: 'large' | 'small' };

/** A picture made of the name: initials on a color that stays the person's. */
export function Avatar({ person, size }: AvatarProps): VNode {
  const name = person?.realName ?? '?';
  const words = name.split(/[\s_-]+/u).filter((it) => it !== '');
  const initials = words.length > 1 ? `${first(words[0])}${first(words.at(-1))}` : name.slice(0, 2);
  const color =
    Array.from(person?.id ?? '').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % 8;
  const kind = person?.isBot === true ? 'bot' : `tint-${color}`;
  return h('span', { class: `avatar ${size} ${kind}`, 'aria-hidden': true }, initials.toUpperCase());
}

function first(word: string | undefined): string {
  return Array.from(word ?? '')[0] ?? '';
}
