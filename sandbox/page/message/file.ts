import type { VNode } from 'preact';
import type { PageFile } from '../contract.ts';
import { h } from '../h.ts';

export function FileImage(props: {
  readonly file: PageFile;
  readonly alt: string;
  readonly isSmall: boolean;
}): VNode {
  const { file, alt, isSmall } = props;
  const address = `/page/file/${file.id}`;
  const image = h('img', {
    src: address,
    alt,
    class: isSmall ? 'picture thumb' : 'picture full',
    loading: 'lazy',
  });
  return isSmall
    ? image
    : h('a', { href: address, target: '_blank', rel: 'noopener', title: 'Open the picture' }, image);
}

/** A file shared with a message: a picture is shown, anything else can be saved. */
export function FileShown({ file }: { readonly file: PageFile }): VNode {
  if (file.isImage)
    return h(
      'figure',
      { class: 'image-block' },
      h('figcaption', null, file.title),
      h(FileImage, { file, alt: file.altText, isSmall: false }),
    );
  return h(
    'a',
    { class: 'file', href: `/page/file/${file.id}`, download: file.name },
    h('span', { class: 'file-sign', 'aria-hidden': true }, '📄'),
    h(
      'span',
      null,
      h('strong', null, file.title),
      h('span', { class: 'hint' }, `${file.name} · ${sizeWords(file.size)}`),
    ),
  );
}

function sizeWords(bytes: number): string {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${Math.round(bytes / 1024)} kB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
