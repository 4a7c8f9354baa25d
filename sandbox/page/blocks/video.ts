import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';
import { Plain } from '../text/show-text.ts';
import { showLink } from '../text/link.ts';
import { isSafeLink } from '../text/tree.ts';

/**
 * A `video` block: who provides it, its title, what it is about, and its first picture, which plays it. The picture lies
 * elsewhere and is not asked for; the film opens where it is, in a tab of its own.
 */
export function Video({ block }: { readonly block: Fields }): VNode {
  const title = wordsAt(block, 'title');
  const description = wordsAt(block, 'description');
  const by = [textAt(block, 'provider_name'), textAt(block, 'author_name')].filter((it) => it !== '');
  return h(
    'div',
    { class: 'video' },
    by.length > 0 && h('div', { class: 'hint' }, by.join(' · ')),
    h('div', { class: 'video-title' }, linked(textAt(block, 'title_url'), h(Plain, { text: title }))),
    description !== '' && h('div', { class: 'text' }, h(Plain, { text: description })),
    h(VideoThumbnail, { block, title }),
  );
}

function VideoThumbnail({ block, title }: { readonly block: Fields; readonly title: string }): VNode {
  const alt = textAt(block, 'alt_text') || title;
  const film = textAt(block, 'video_url');
  const picture = textAt(block, 'thumbnail_url');
  const isInline = /^data:image\/(?:png|jpeg|gif|webp);base64,/u.test(picture);
  const inside = [
    isInline
      ? h('img', { src: picture, alt })
      : h(
          'span',
          { class: 'video-absent' },
          h('span', null, alt),
          h('span', { class: 'hint' }, hostOf(picture)),
        ),
    h('span', { class: 'video-play', 'aria-hidden': true }, '▶'),
  ];
  if (!isSafeLink(film)) return h('div', { class: 'video-thumbnail' }, inside);
  return h(
    'a',
    {
      class: 'video-thumbnail',
      href: film,
      target: '_blank',
      rel: 'noopener noreferrer',
      'aria-label': `Play ${title}`,
      title: `${film} (opens in a new tab; the sandbox loads nothing from elsewhere)`,
    },
    inside,
  );
}

function linked(url: string, words: Shown): Shown {
  return isSafeLink(url) ? showLink(url, words) : words;
}

/** Where the picture would come from. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
