import { showPicture } from '../message/viewer.ts';
import { savedFrom } from '../message/file-address.ts';
import type { Permalink } from '../text/permalink.ts';
import { desk, say, showChannel, showThread } from './desk.ts';

/** Goes where the link leads, inside the page: no browser finds this workspace on the net. */
export function followPermalink(link: Permalink): void {
  switch (link.to) {
    case 'message':
      return showMessage(link.channel, link.ts);
    case 'file':
      return showFile(link.id);
  }
}

function showMessage(channel: string, ts: string): void {
  const message = desk.get().workspace.messages.get(channel)?.get(ts);
  if (!message || message.isDeleted) return say('This message is not here any more.', true);
  if (message.threadTs === null) showChannel(channel);
  else showThread(channel, message.threadTs);
  // The list is drawn first; then the message is found in it.
  setTimeout(() => {
    const pane = message.threadTs === null ? 'main' : 'aside.thread';
    const found = document.querySelector(`${pane} [data-ts="${ts}"]`);
    found?.scrollIntoView({ block: 'center' });
    found?.classList.add('pointed-at');
    setTimeout(() => found?.classList.remove('pointed-at'), 2500);
  }, 60);
}

function showFile(id: string): void {
  const file = desk.get().workspace.files.get(id);
  if (!file) return say('This file is not here any more.', true);
  if (file.isImage) return showPicture(file, file.altText);
  const link = Object.assign(document.createElement('a'), { href: savedFrom(file), download: file.name });
  link.click();
}
