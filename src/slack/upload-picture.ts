import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { PictureItem } from '../response/store.ts';
import { mrkdwn } from './mrkdwn.ts';
import { readFailure } from './send-failure.ts';

/** A picture as it goes to Slack. `name` is the file's, and no other picture has it. */
export type Picture = {
  readonly name: string;
  readonly title: string;
  /** For those who do not see it: what it shows, in at most a thousand signs. */
  readonly alt: string;
  /** The words of its message. */
  readonly words: string;
  readonly png: Uint8Array;
};

const Place = z.object({ file_id: z.string(), upload_url: z.string() });
const uploadTimeoutMs = 30_000;

/** Brings the bytes to Slack, where nobody sees them yet. Doing it again, or never going on, harms nobody. */
export async function putPicture(client: WebClient, picture: Picture): Promise<string> {
  // The client's types call `alt_txt` otherwise than Slack does, so it is handed over unnamed to them.
  const asked = { filename: picture.name, length: picture.png.byteLength, alt_txt: picture.alt };
  const answer: unknown = await client.files.getUploadURLExternal(asked);
  const { file_id: file, upload_url: url } = Place.parse(answer);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array(picture.png),
    signal: AbortSignal.timeout(uploadTimeoutMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Slack's upload address answered ${response.status}`);
  return file;
}

/** Shows the uploaded file in the thread. When it fails without a clear answer, the picture may be there all the same. */
export async function showPicture(
  client: WebClient,
  place: Pick<PictureItem, 'channel' | 'threadTs'>,
  { file, picture }: { readonly file: string; readonly picture: Picture },
): Promise<void> {
  await client.files.completeUploadExternal({
    files: [{ id: file, title: picture.title }],
    channel_id: place.channel,
    thread_ts: place.threadTs,
    initial_comment: mrkdwn([picture.words]),
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
export async function findPicture(
  client: WebClient,
  item: PictureItem,
  name: string,
): Promise<string | null> {
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
