import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { PictureItem } from '../../response/store/queues.ts';
import { mrkdwn } from '../render/mrkdwn.ts';
import { readFailure } from './send-failure.ts';

/** A file as it goes to Slack. `name` is the file's, and no other file has it. */
export type UploadFile = {
  readonly name: string;
  readonly title: string;
  /** For those who do not see a picture: what it shows, in at most a thousand signs. Null: it is no picture. */
  readonly alt: string | null;
  readonly type: string;
  readonly bytes: Uint8Array;
};

/** Files of one message, and its words; null where the files say all there is to say. */
export type Upload = {
  readonly words: string | null;
  readonly files: readonly [UploadFile, ...UploadFile[]];
  /** The same as a canvas of the channel, where Slack allows it; the files are there anyway. */
  readonly canvas?: { readonly title: string; readonly markdown: string };
};

const Place = z.object({ file_id: z.string(), upload_url: z.string() });
const uploadTimeoutMs = 30_000;

/** Brings the bytes to Slack, where nobody sees them yet. Doing it again, or never going on, harms nobody. */
export async function putFile(client: WebClient, given: UploadFile): Promise<string> {
  // The client's types call `alt_txt` otherwise than Slack does, so it is handed over unnamed to them.
  const { name, bytes, alt, type } = given;
  const asked = { filename: name, length: bytes.byteLength, ...(alt !== null && { alt_txt: alt }) };
  const answer: unknown = await client.files.getUploadURLExternal(asked);
  const { file_id: file, upload_url: url } = Place.parse(answer);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(bytes),
    signal: AbortSignal.timeout(uploadTimeoutMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Slack's upload address answered ${response.status}`);
  return file;
}

/** Shows the uploaded files in the thread. When it fails without a clear answer, they may be there all the same. */
export async function showFiles(
  client: WebClient,
  place: Pick<PictureItem, 'channel' | 'threadTs'>,
  { ids, upload }: { readonly ids: readonly [string, ...string[]]; readonly upload: Upload },
): Promise<void> {
  const [first, ...others] = ids.map((id, index) => ({ id, title: upload.files[index]?.title ?? '' }));
  if (first === undefined) return;
  await client.files.completeUploadExternal({
    files: [first, ...others],
    channel_id: place.channel,
    thread_ts: place.threadTs,
    ...(upload.words !== null && { initial_comment: mrkdwn([upload.words]) }),
  });
}

const Page = z.object({
  messages: z
    .array(z.object({ files: z.array(z.object({ id: z.string(), name: z.string().nullish() })).default([]) }))
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const mostPages = 100;
/** How far Slack's clock may be behind the bot's. */
const clockSlackMs = 10 * 60_000;

/** The file that an earlier, unclear try may have left in the thread; null when it never arrived there. */
export async function findFile(client: WebClient, item: PictureItem, name: string): Promise<string | null> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = Page.parse(await repliesOf(client, item, cursor));
    const files = answer.messages.flatMap((message) => message.files);
    const found = files.find((file) => file.name === name);
    if (found !== undefined) return found.id;
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return null;
  }
  return null;
}

async function repliesOf(client: WebClient, item: PictureItem, cursor: string | undefined): Promise<unknown> {
  try {
    return await client.conversations.replies({
      channel: item.channel,
      ts: item.threadTs,
      oldest: String((item.firstTakenAt.getTime() - clockSlackMs) / 1000),
      limit: 200,
      cursor,
    });
  } catch (error) {
    if (readFailure(error).kind === 'gone') return { messages: [] };
    throw error;
  }
}
