import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebClient } from '@slack/web-api';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { clientOf, errorOf } from './web-client.ts';

const png = Buffer.from('89504e470d0a1a0a00ff00fe', 'hex');

let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await startSandbox({ fileProcessingMs: 150 });
  client = clientOf(sandbox);
});
afterEach(() => sandbox.close());

test('an uploaded chart appears in the thread, byte for byte', async () => {
  const parent = sandbox.as('priya').post('ml-alerts', 'precision fell');
  const uploaded = await client.filesUploadV2({
    channel_id: 'C0MLALERTS',
    thread_ts: parent.ts,
    filename: 'precision.png',
    title: 'Precision',
    alt_text: 'precision by hour',
    file: png,
    initial_comment: 'by hour',
  });

  const reply = sandbox.thread('ml-alerts', parent.ts)[1];
  expect(reply && sandbox.textOf(reply)).toBe('by hour');
  const id = reply?.files[0] ?? '';
  expect(sandbox.fileContent(id)).toEqual(png);
  expect(uploaded.files[0]?.files?.[0]?.id).toBe(id);
  expect((await client.files.info({ file: id })).file).toMatchObject({
    name: 'precision.png',
    title: 'Precision',
    size: png.length,
  });
});

test('a text file goes the same way', async () => {
  await client.filesUploadV2({ channel_id: 'C0MLALERTS', filename: 'note.md', content: '# INC-1' });
  const [message] = sandbox.channel('ml-alerts');
  expect(sandbox.fileContent(message?.files[0] ?? '')?.toString()).toBe('# INC-1');
});

test('a fresh file cannot be shown in an image block at once, and can a moment later', async () => {
  const uploaded = await client.filesUploadV2({ filename: 'precision.png', file: png });
  const id = uploaded.files[0]?.files?.[0]?.id ?? '';
  const show = (): Promise<string> =>
    errorOf(
      client.apiCall('chat.postMessage', {
        channel: 'C0MLALERTS',
        text: 'x',
        blocks: [{ type: 'image', slack_file: { id }, alt_text: 'x' }],
      }),
    );
  expect(await show()).toBe('invalid_blocks');
  await new Promise((resolve) => setTimeout(resolve, 170));
  expect(await show()).toBe('none');
});

test('an upload that was announced and never sent cannot be completed', async () => {
  const { file_id = '' } = await client.files.getUploadURLExternal({ filename: 'x.png', length: 3 });
  expect(await errorOf(client.files.completeUploadExternal({ files: [{ id: file_id }] }))).toBe(
    'file_not_found',
  );
});

test('a deleted file is gone', async () => {
  const uploaded = await client.filesUploadV2({ filename: 'note.md', content: 'x' });
  const id = uploaded.files[0]?.files?.[0]?.id ?? '';
  await client.files.delete({ file: id });
  expect(sandbox.file(id)).toBeUndefined();
  expect(await errorOf(client.files.info({ file: id }))).toBe('file_not_found');
});
