import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPictureSender } from '../../../src/slack/send/picture-sender.ts';
import type { PictureSender } from '../../../src/slack/send/picture-sender.ts';
import { openClient, outboxOptions } from '../../../src/slack/web-clients.ts';
import { putFile, showFiles } from '../../../src/slack/send/upload-files.ts';
import type { Upload } from '../../../src/slack/send/upload-files.ts';
import { boltLog } from '../../../src/slack/bolt-log.ts';
import { startSlack } from '../../../src/slack/start-slack.ts';
import type { SlackSide } from '../../../src/slack/slack-ports.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { setScene } from '../scene.ts';
import type { Scene } from '../scene.ts';

const png = Buffer.from('89504e470d0a1a0a00ff00fe', 'hex');
const pictureOf = (id: number, words = 'AUC <!channel> of deposit'): Upload => ({
  words,
  files: [
    {
      name: `inc-1-symptom-${id}.png`,
      title: 'AUC of deposit',
      alt: 'Line chart of AUC, 0.863 to 0.788',
      type: 'image/png',
      bytes: png,
    },
  ],
});

let scene: Scene;
let sender: PictureSender | null;
let side: SlackSide | null;
beforeEach(async () => {
  [sender, side] = [null, null];
  scene = await setScene();
});
afterEach(async () => {
  await sender?.close(100);
  await side?.close(100);
  await scene.stop();
});

type Thread = { readonly id: string; readonly channel: string; readonly ts: string };

const reach = () => ({ slackApiUrl: scene.settings.slackApiUrl, logger: boltLog(scene.ports.log) });

function startPictures(draw: (id: number) => Upload | null = pictureOf): PictureSender {
  const { storage, settings, ports } = scene;
  sender = startPictureSender({
    pictures: storage.pictures,
    draw: async ({ id }) => draw(id),
    client: openClient(settings.botToken, outboxOptions(reach())),
    clock: systemClock,
    log: ports.log,
    pollMs: 20,
    settleMs: 50,
  });
  return sender;
}

/** Records an event with a line and a picture of it; the line is said by nobody unless the bot runs. */
async function announce(incident: string, kinds: readonly ('reply' | 'picture')[]): Promise<void> {
  const expected = (await scene.storage.incidents.read(incident)).length;
  const fact = { type: 'reopened' as const, reason: 'the words' };
  await scene.storage.incidents.append({
    incident,
    expected,
    events: [{ at: new Date(), actor: { kind: 'bot' }, fact }],
    announcements: kinds.map((kind) => ({ kind, event: 0 })),
  });
}

const replies = ({ channel, ts }: Thread) => scene.sandbox.thread(channel, ts).slice(1);
const shown = (thread: Thread) => replies(thread).flatMap((message) => message.files);
async function settled(): Promise<void> {
  const deadline = Date.now() + 4000;
  while ((await scene.storage.pictures.depth()).waiting > 0) {
    if (Date.now() > deadline) throw new Error('a picture still waits');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const calls = (name: string) => scene.sandbox.traffic.search({ name });

test('a picture appears in the thread byte for byte, with words for those who do not see it', async () => {
  await scene.start();
  const thread = await scene.incident();
  startPictures();
  await announce(thread.id, ['picture']);
  await settled();
  const [file = ''] = shown(thread);
  expect(scene.sandbox.fileContent(file)).toEqual(png);
  expect(calls('files.getUploadURLExternal')[0]?.request).toMatchObject({
    alt_txt: 'Line chart of AUC, 0.863 to 0.788',
    filename: 'inc-1-symptom-1.png',
  });
  const [message] = replies(thread);
  expect(message && scene.sandbox.textOf(message)).toBe('AUC &lt;!channel&gt; of deposit');
});

test('its line is said first, and the next lines do not wait for it', async () => {
  const { storage, ports, settings } = scene;
  const charts = { pictures: storage.pictures, draw: async ({ id }: { id: number }) => pictureOf(id, 'pic') };
  scene.sandbox.faults.api('files.completeUploadExternal', { kind: 'status', status: 503 }, { times: 1 });
  side = await startSlack(settings, { ...ports, charts });
  await side.opened;
  const thread = await scene.incident();
  await announce(thread.id, ['picture', 'reply']);
  await announce(thread.id, ['reply']);
  side.wake();
  await scene.sandbox.until(() => replies(thread).length >= 2, 4000);
  expect(replies(thread).map((message) => scene.sandbox.textOf(message))).toEqual(['the words', 'the words']);
  expect((await storage.pictures.depth()).waiting).toBe(1);
});

test('a picture waits for its line even when nobody says it yet', async () => {
  await scene.start();
  const thread = await scene.incident();
  await side?.close();
  scene.sandbox.faults.api('chat.postMessage', { kind: 'status', status: 503 });
  await announce(thread.id, ['reply', 'picture']);
  startPictures();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(shown(thread)).toEqual([]);
  expect(calls('files.getUploadURLExternal')).toEqual([]);
});

test.each([
  ['the answer got lost', { kind: 'apply_then_drop' }, 1],
  ['nothing had been done', { kind: 'drop' }, 2],
  ['Slack answered 503', { kind: 'status', status: 503 }, 2],
] as const)(
  'when %s, the thread is looked through and the picture is there once',
  async (_, fault, tries) => {
    await scene.start();
    const thread = await scene.incident();
    scene.sandbox.faults.api('files.completeUploadExternal', fault, { times: 1 });
    startPictures();
    await announce(thread.id, ['picture']);
    await settled();
    expect(shown(thread)).toHaveLength(1);
    expect(calls('files.completeUploadExternal')).toHaveLength(tries);
    expect(calls('conversations.replies').length).toBeGreaterThan(0);
  },
);

test('an upload that broke on the way is done again', async () => {
  await scene.start();
  const thread = await scene.incident();
  scene.sandbox.faults.api('upload', { kind: 'status', status: 500 }, { times: 1 });
  startPictures();
  await announce(thread.id, ['picture']);
  await settled();
  expect(shown(thread)).toHaveLength(1);
  expect(calls('files.getUploadURLExternal')).toHaveLength(2);
  expect(calls('files.completeUploadExternal')).toHaveLength(1);
});

test('a rate limit of uploads is waited for as long as Slack says, and texts go on meanwhile', async () => {
  await scene.start();
  const thread = await scene.incident();
  scene.sandbox.faults.api(
    'files.getUploadURLExternal',
    { kind: 'rate_limit', retryAfterSeconds: 1 },
    { times: 1 },
  );
  startPictures();
  const before = Date.now();
  await announce(thread.id, ['picture']);
  await scene.sandbox.until(() => calls('files.getUploadURLExternal').length === 1, 2000);
  await scene.say(thread.id, 'a word meanwhile');
  await scene.sandbox.until(() => replies(thread).length === 1, 900);
  await settled();
  expect(Date.now() - before).toBeGreaterThanOrEqual(1000);
  expect(shown(thread)).toHaveLength(1);
});

test('an app that was installed without files:write loses the picture, not the words, and the log says what to do', async () => {
  await scene.start();
  const thread = await scene.incident();
  scene.sandbox.faults.api('files.getUploadURLExternal', { kind: 'error', error: 'missing_scope' });
  startPictures();
  await announce(thread.id, ['picture']);
  await settled();
  expect((await scene.storage.pictures.depth()).dropped).toBe(1);
  expect(scene.logged.join('\n')).toMatch(/files:write/);
});

test('a chart that cannot be drawn is given up, and the next one is shown', async () => {
  await scene.start();
  const thread = await scene.incident();
  let drawn = 0;
  startPictures((id) => {
    drawn += 1;
    if (drawn === 1) throw new Error('no such thing');
    return pictureOf(id);
  });
  await announce(thread.id, ['picture']);
  await announce(thread.id, ['picture']);
  await settled();
  expect(shown(thread)).toHaveLength(1);
  expect(await scene.storage.pictures.depth()).toEqual({ waiting: 0, dropped: 1 });
});

test('the bot that ended in the middle of an upload shows it once after its next start', async () => {
  await scene.start();
  const thread = await scene.incident();
  await announce(thread.id, ['picture']);
  const [item] = await scene.storage.pictures.claim({ limit: 1, now: new Date(), leaseSeconds: 0.05 });
  // It had come so far when it ended: the picture is in the thread, and the queue does not know.
  const client = openClient(scene.settings.botToken, outboxOptions(reach()));
  const picture = pictureOf(item?.id ?? 0);
  const file = await putFile(client, picture.files[0]);
  await showFiles(client, { channel: thread.channel, threadTs: thread.ts }, { ids: [file], upload: picture });
  await new Promise((resolve) => setTimeout(resolve, 60));
  startPictures();
  await settled();
  expect(shown(thread)).toEqual([file]);
  expect(await scene.storage.pictures.depth()).toEqual({ waiting: 0, dropped: 0 });
});

test('a note becomes a canvas after its files; where Slack allows none, the files stand and it is said once', async () => {
  await scene.start();
  const thread = await scene.incident();
  const note: Upload = { ...pictureOf(1), canvas: { title: 'INC-1', markdown: '# INC-1' } };
  startPictures((id) => ({ ...note, files: [{ ...note.files[0], name: `inc-1-note-${id}.md` }] }));
  await announce(thread.id, ['picture']);
  await settled();
  await scene.sandbox.until(() => scene.sandbox.state.canvases.size === 1, 4000);
  scene.sandbox.faults.api('canvases.create', { kind: 'error', error: 'canvas_disabled_user_team' });
  await announce(thread.id, ['picture']);
  await settled();
  await scene.sandbox.until(() => calls('canvases.create').length === 2, 4000);
  expect(shown(thread)).toHaveLength(2);
  expect([...scene.sandbox.state.canvases.values()].map((one) => one.markdown)).toEqual(['# INC-1']);
  expect(await scene.storage.pictures.depth()).toEqual({ waiting: 0, dropped: 0 });
});
