import { z } from 'zod';
import type { Core } from '../core.ts';
import { asFieldsList, stringAt } from '../fields.ts';
import { limits } from '../rate-limits.ts';
import type { StoredFile } from '../workspace/entities.ts';
import { fileToWire, sharesToWire } from '../workspace/file-to-wire.ts';
import { writableChannel } from './channels.ts';
import { checkContent } from './content.ts';
import { arg, method, Refusal } from './method.ts';
import { shareFiles, storeUpload } from './share-files.ts';

const getUploadUrl = method({
  name: 'files.getUploadURLExternal',
  scopes: ['files:write'],
  limit: limits.perMinute100,
  args: z.object({
    filename: arg.text,
    length: z.coerce.number().int().positive(),
    alt_txt: arg.text.optional(),
    /** The Node SDK's own name for it. */
    alt_text: arg.text.optional(),
    snippet_type: arg.text.optional(),
  }),
  run(args, core) {
    const altText = args.alt_txt ?? args.alt_text;
    if (altText !== undefined && altText.length > 1000) throw new Refusal('alt_txt_too_large');
    const id = core.workspace.nextId('F');
    const by = core.workspace.state.app.botUserId;
    core.uploads.set(id, { id, name: args.filename, length: args.length, altText, by });
    return { file_id: id, upload_url: `${core.url()}/upload/v1/${id}` };
  },
});

const completeUpload = method({
  name: 'files.completeUploadExternal',
  scopes: ['files:write'],
  limit: limits.perMinute100,
  args: z.object({
    files: arg.json,
    channel_id: arg.text.optional(),
    thread_ts: arg.text.optional(),
    initial_comment: arg.text.optional(),
    blocks: arg.json.optional(),
  }),
  run(args, core) {
    const named = asFieldsList(args.files);
    if (named.length === 0) throw new Refusal('invalid_arguments');
    const channel = args.channel_id === undefined ? undefined : writableChannel(core, args.channel_id);
    const blocks =
      args.blocks === undefined ? [] : checkContent(core, { text: ' ', blocks: args.blocks }).content.blocks;
    const by = core.workspace.state.app.botUserId;
    const files = named.map((it) =>
      storeUpload(core, { id: stringAt(it, 'id') ?? '', by, title: stringAt(it, 'title') }),
    );
    if (channel) {
      const content = { text: args.initial_comment ?? '', blocks, attachments: [] };
      shareFiles(core, channel, { content, files, posting: { threadTs: args.thread_ts } });
    }
    return { files: files.map((file) => ({ id: file.id, title: file.title })) };
  },
});

const info = method({
  name: 'files.info',
  scopes: ['files:read'],
  limit: limits.perMinute100,
  args: z.object({ file: arg.text }),
  run(args, core) {
    const { state } = core.workspace;
    const file = knownFile(core, args.file);
    return { file: { ...fileToWire(state, file), ...sharesToWire(state, file) } };
  },
});

const remove = method({
  name: 'files.delete',
  scopes: ['files:write'],
  limit: limits.perMinute50,
  args: z.object({ file: arg.text }),
  run(args, core) {
    const file = knownFile(core, args.file);
    if (file.uploadedBy !== core.workspace.state.app.botUserId) throw new Refusal('cant_delete_file');
    core.workspace.record({ type: 'file_deleted', id: file.id });
    return {};
  },
});

export const files = [getUploadUrl, completeUpload, info, remove];

function knownFile(core: Core, id: string): StoredFile {
  const file = core.workspace.state.files.get(id);
  if (!file) throw new Refusal('file_not_found');
  return file;
}
