import type { Core } from '../core.ts';
import type { Channel, Content, Message, StoredFile } from '../workspace/entities.ts';
import { Refusal } from './method.ts';
import { postMessage } from './posting.ts';
import type { Posting } from './posting.ts';

/** Bytes that were uploaded, and what they are to be called; the name stands where nothing else was said. */
type Upload = {
  readonly id: string;
  readonly by: string;
  readonly title?: string | undefined;
  readonly altText?: string | undefined;
};

/** Turns uploaded bytes into a file. An id without bytes, or of somebody else, is Slack's `file_not_found`. */
export function storeUpload(core: Core, { id, by, title, altText }: Upload): StoredFile {
  const upload = core.uploads.get(id);
  if (!upload?.content || upload.by !== by) throw new Refusal('file_not_found');
  core.uploads.delete(id);
  const file: StoredFile = {
    id,
    name: upload.name,
    title: title ?? upload.name,
    altText: altText ?? upload.altText,
    uploadedBy: by,
    createdAt: core.settings.now(),
    content: upload.content,
    shares: [],
  };
  core.workspace.record({ type: 'file_stored', file });
  return file;
}

/** Posts a message that carries files, and notes with each file where it is now. */
export function shareFiles(
  core: Core,
  channel: Channel,
  said: { readonly content: Content; readonly files: readonly StoredFile[]; readonly posting: Posting },
): Message {
  const message = postMessage(core, channel, said.content, {
    ...said.posting,
    files: said.files.map((file) => file.id),
    subtype: 'file_share',
  });
  for (const file of said.files) {
    const shares = [{ channel: channel.id, ts: message.ts }];
    core.workspace.record({ type: 'file_stored', file: { ...file, shares } });
  }
  return message;
}
