import type { VNode } from 'preact';
import type { PageFile } from '../contract.ts';
import { h } from '../h.ts';
import { desk } from '../state/desk.ts';
import { sizeWords } from '../text/size-words.ts';
import { addressOf, savedFrom } from './file-address.ts';
import { showPicture } from './viewer.ts';

/** The room a picture takes before it has come, so that what is below it does not jump. */
const roomOf = (file: PageFile) =>
  file.picture === null ? {} : { width: file.picture.width, height: file.picture.height };

/** A picture of a block: small beside a text, else as wide as there is room; a press shows it large. */
export function FileImage(props: {
  readonly file: PageFile;
  readonly alt: string;
  readonly isSmall: boolean;
}): VNode {
  const { file, alt, isSmall } = props;
  if (isSmall) return h('img', { src: addressOf(file), alt, class: 'picture thumb', loading: 'lazy' });
  return h(
    'button',
    {
      type: 'button',
      class: 'picture-button',
      title: 'Show it large',
      onClick: () => showPicture(file, alt),
    },
    h('img', { src: addressOf(file), alt, class: 'picture full', loading: 'lazy', ...roomOf(file) }),
  );
}

/** The files shared with a message: pictures beside each other, then the others as cards. */
export function FilesShown({ ids }: { readonly ids: readonly string[] }): VNode | null {
  const { files } = desk.get().workspace;
  if (ids.length === 0) return null;
  const there = ids.flatMap((id) => files.get(id) ?? []);
  const gone = ids.length - there.length;
  return h(
    'div',
    { class: 'files' },
    there.filter((file) => file.isImage).map((file) => h(SharedPicture, { file, key: file.id })),
    there.filter((file) => !file.isImage).map((file) => h(FileCard, { file, key: file.id })),
    gone > 0 &&
      h('p', { class: 'hint' }, gone === 1 ? '🗑 This file was deleted.' : `🗑 ${gone} files were deleted.`),
  );
}

function SharedPicture({ file }: { readonly file: PageFile }): VNode {
  return h(
    'figure',
    { class: 'shared-picture' },
    h('figcaption', null, file.title),
    h(FileImage, { file, alt: file.altText, isSmall: false }),
  );
}

function FileCard({ file }: { readonly file: PageFile }): VNode {
  const kind = `${file.type} · ${sizeWords(file.size)}`;
  return h(
    'a',
    {
      class: 'file',
      href: savedFrom(file),
      download: file.name,
      'aria-label': `Download ${file.title}, ${kind}`,
    },
    h('span', { class: 'file-sign', 'aria-hidden': true }, endingOf(file.name)),
    h(
      'span',
      { class: 'file-words' },
      h('strong', { title: file.name }, file.title),
      h('span', { class: 'hint' }, kind),
    ),
    h('span', { class: 'file-save', 'aria-hidden': true }, '⤓'),
  );
}

function endingOf(name: string): string {
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  return ending === '' || ending.length > 5 ? 'file' : ending;
}
