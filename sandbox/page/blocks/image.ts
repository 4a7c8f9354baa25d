import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { asFields, textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import { desk } from '../state/desk.ts';
import { FileImage } from '../message/file.ts';

type Size = 'full' | 'thumb' | 'icon';

/** An image of a block. Images of files are shown; one that lies elsewhere is named, because the page asks nobody else. */
export function BlockImage({ image, size }: { readonly image: Fields; readonly size: Size }): VNode {
  const alt = textAt(image, 'alt_text');
  const url = textAt(image, 'image_url');
  const slackFile = asFields(image['slack_file']);
  const { files } = desk.get().workspace;
  const id =
    textAt(slackFile, 'id') || [...files.keys()].find((it) => textAt(slackFile, 'url').includes(it)) || '';
  const file = files.get(id);
  const isInline = /^data:image\/(?:png|jpeg|gif|webp);base64,/u.test(url);
  const title = wordsAt(image, 'title');
  const picture = file
    ? h(FileImage, { file, alt, isSmall: size !== 'full' })
    : isInline
      ? h('img', { src: url, alt, class: `picture ${size}` })
      : h(
          'span',
          {
            class: `absent-image ${size}`,
            role: 'img',
            'aria-label': alt,
            title: `${alt} (${url}; the sandbox loads nothing from elsewhere)`,
          },
          size === 'full' ? `🖼 ${alt}` : '🖼',
        );
  return size === 'full'
    ? h('figure', { class: 'image-block' }, title !== '' && h('figcaption', null, title), picture)
    : picture;
}
