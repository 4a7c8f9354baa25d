import { Refusal } from '../api/method.ts';
import { shareFiles, storeUpload } from '../api/share-files.ts';
import type { Core } from '../core.ts';
import type { Message } from '../workspace/entities.ts';
import { memberChannel } from './find.ts';
import { NotPossible } from './not-possible.ts';
import { typedText } from './typed-text.ts';

/** Slack takes ten files a message and a gigabyte a file; this workspace lives in memory and takes less. */
export const uploadLimits = { files: 10, bytes: 10 * 1024 * 1024 } as const;

/** What a person writes beside the files, and where. */
export type Beside = { readonly text?: string | undefined; readonly thread?: string | undefined };

/** Takes a file of a person's; it is in no channel yet. Throws NotPossible for what the client refuses. */
export function uploadAs(core: Core, user: string, sent: { name: string; content: Buffer }): string {
  const name = sent.name.replaceAll(/[/\\\p{Cc}]/gu, '_').slice(0, 255);
  if (name.trim() === '') throw new NotPossible('no_name', 'A file needs a name.');
  if (sent.content.byteLength === 0) throw new NotPossible('file_is_empty', `${name} is empty.`);
  if (sent.content.byteLength > uploadLimits.bytes)
    throw new NotPossible('file_too_large', `${name} is larger than 10 MB, the most the sandbox takes.`);
  const id = core.workspace.nextId('F');
  const { byteLength: length } = sent.content;
  core.uploads.set(id, { id, name, length, by: user, content: sent.content });
  return id;
}

/** Shares uploaded files in a channel or a thread. Throws NotPossible for what the client refuses. */
export function shareAs(
  core: Core,
  user: string,
  sent: {
    readonly channel: string;
    readonly files: readonly { readonly id: string; readonly alt?: string | undefined }[];
    readonly beside: Beside;
  },
): Message {
  const channel = memberChannel(core, user, sent.channel);
  const { text = '', thread } = sent.beside;
  if (/^\/\w/u.test(text))
    throw new NotPossible(
      'slash_command',
      'A slash command cannot carry files. Send the files by themselves.',
    );
  if (sent.files.length === 0) throw new NotPossible('no_files', 'There is no file to share.');
  if (sent.files.length > uploadLimits.files)
    throw new NotPossible('too_many_files', `A message carries at most ${uploadLimits.files} files.`);
  if (sent.files.some((file) => core.uploads.get(file.id)?.by !== user))
    throw new NotPossible('file_not_found', 'A file did not arrive. Attach it again.');
  try {
    const files = sent.files.map(({ id, alt }) =>
      storeUpload(core, { id, by: user, altText: alt?.trim() === '' ? undefined : alt }),
    );
    return shareFiles(core, channel, {
      content: { text: typedText(core.workspace.state, text), blocks: [], attachments: [] },
      files,
      posting: { threadTs: thread, author: { user }, clientMessageId: crypto.randomUUID() },
    });
  } catch (error) {
    if (error instanceof Refusal)
      throw new NotPossible(error.code, `Slack refused the files: ${error.code}.`);
    throw error;
  }
}
