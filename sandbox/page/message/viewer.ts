import type { VNode } from 'preact';
import type { PageFile } from '../contract.ts';
import { h } from '../h.ts';
import { Dialog } from '../shell/dialog.ts';
import { desk } from '../state/desk.ts';
import { createStore, useStore } from '../state/store.ts';
import { sizeWords } from '../text/size-words.ts';
import { addressOf, savedFrom } from './file-address.ts';

type Looking = { readonly file: PageFile; readonly alt: string };

const looking = createStore<{ readonly at: Looking | null }>({ at: null });

/** Shows a picture over the page, as large as it is or as there is room. */
export function showPicture(file: PageFile, alt: string): void {
  looking.set({ at: { file, alt } });
}

/** The picture that is looked at, if one is. */
export function PictureViewer(): VNode | null {
  const { at } = useStore(looking);
  if (!at) return null;
  const { file, alt } = at;
  const by = desk.get().workspace.people.get(file.uploadedBy);
  const who = by?.isBot === true ? by.name : (by?.realName ?? '');
  const size = file.picture === null ? '' : ` · ${file.picture.width} × ${file.picture.height}`;
  return h(Dialog, {
    title: file.title,
    size: 'picture',
    onClose: () => looking.set({ at: null }),
    body: h('img', { class: 'viewed', src: addressOf(file), alt }),
    footer: [
      h('span', { class: 'hint' }, `${who} · ${file.type} · ${sizeWords(file.size)}${size}`),
      h('a', { class: 'button', href: savedFrom(file), download: file.name }, 'Download'),
    ],
  });
}
