import type { App } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { socketApp } from './bolt-apps.ts';
import { clientOf } from './web-client.ts';

/** A picture of 30 × 20 pixels. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAB4AAAAUCAYAAACaq43EAAAAQElEQVR4AezSsQ0AMAgDwYiVslOmzU7QuzduHomCxkgn132/E1snNDxeg4caapsA5bLRajDUKmK7obbRanCMegAAAP//pxwsmAAAAAZJREFUAwDRQUfhMedZSQAAAABJRU5ErkJggg==',
  'base64',
);
const csv = { name: 'by country.csv', content: Buffer.from('country,n\nBR,31\n') };

let sandbox: Sandbox;
let app: App | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
  await sandbox.close();
});

/** A bot with these scopes and events, which notes every event it hears. */
async function listening(scopes: string[], events: string[]): Promise<Record<string, unknown>[]> {
  sandbox = await startSandbox({
    rateLimits: 'off',
    manifest: {
      oauth_config: { scopes: { bot: scopes } },
      settings: { event_subscriptions: { bot_events: events } },
    },
  });
  const heard: Record<string, unknown>[] = [];
  const bot = socketApp(sandbox);
  bot.event(/.*/u, async ({ event }) => void heard.push({ ...event }));
  await bot.start();
  app = bot;
  return heard;
}

describe('a file that a person shares', () => {
  test('reaches the bot as a message with what Slack tells of a file', async () => {
    const heard = await listening(['channels:history'], ['message.channels', 'file_shared']);
    const parent = sandbox.as('tomas').post('ml-alerts', 'precision fell');
    const shared = sandbox
      .as('priya')
      .share('ml-alerts', [{ name: 'Canary read.png', content: png, alt: 'the canary is flat' }, csv], {
        text: 'look, @tomas',
        thread: parent.ts,
      });
    await sandbox.until(() => heard.length === 2);
    const [, message] = heard;
    expect(message).toMatchObject({
      type: 'message',
      subtype: 'file_share',
      channel_type: 'channel',
      channel: 'C0MLALERTS',
      user: 'U0ONCALL01',
      text: 'look, <@U0TEAMMATE>',
      thread_ts: parent.ts,
      upload: true,
      display_as_bot: false,
    });
    // Slack leaves the team out of a message that brings files.
    expect(message).not.toHaveProperty('team');
    expect(message?.['files']).toMatchObject([
      {
        name: 'Canary read.png',
        title: 'Canary read.png',
        alt_txt: 'the canary is flat',
        mimetype: 'image/png',
        filetype: 'png',
        pretty_type: 'PNG',
        mode: 'hosted',
        size: png.byteLength,
        original_w: 30,
        original_h: 20,
        thumb_360_w: 30,
        permalink: `https://sandbox.slack.com/files/U0ONCALL01/${shared.files[0] ?? ''}/canary_read.png`,
        url_private_download: `https://files.slack.com/files-pri/T0SANDBOX1-${shared.files[0] ?? ''}/download/canary_read.png`,
      },
      { name: 'by country.csv', mimetype: 'text/csv', pretty_type: 'CSV', size: 16 },
    ]);
    // file_shared wants files:read, which this bot was not given.
    await sandbox.settled();
    expect(heard).toHaveLength(2);
  });

  test('is told as file_shared to who asks for it, may read files, and is in the channel', async () => {
    const heard = await listening(['files:read'], ['file_shared']);
    sandbox.as('priya').share('general', [csv]);
    const message = sandbox.as('priya').share('ml-alerts', [csv]);
    await sandbox.until(() => heard.length > 0);
    await sandbox.settled();
    const id = message.files[0];
    expect(heard).toEqual([
      {
        type: 'file_shared',
        file_id: id,
        user_id: 'U0ONCALL01',
        channel_id: 'C0MLALERTS',
        file: { id },
        event_ts: message.ts,
      },
    ]);
    expect((await clientOf(sandbox).files.info({ file: id ?? '' })).file).toMatchObject({
      name: csv.name,
      is_public: true,
      channels: ['C0MLALERTS'],
      shares: { public: { C0MLALERTS: [{ ts: message.ts }] } },
    });
  });

  test('mentions the bot as any message does', async () => {
    const heard = await listening(['app_mentions:read'], ['app_mention']);
    sandbox.as('priya').share('ml-alerts', [csv], { text: '@rca scope country' });
    await sandbox.until(() => heard.length === 1);
    expect(heard[0]).toMatchObject({ type: 'app_mention', text: '<@U0RCABOT01> scope country' });
  });
});

test('what is empty, too large, too much, with a command, or not a member’s is refused in words', async () => {
  sandbox = await startSandbox();
  const priya = sandbox.as('priya');
  const refused = (share: () => unknown, words: string | RegExp): void => expect(share).toThrow(words);
  refused(() => priya.share('ml-alerts', [{ name: 'x.txt', content: Buffer.alloc(0) }]), 'x.txt is empty.');
  refused(
    () => priya.share('ml-alerts', [{ name: 'x.bin', content: Buffer.alloc(10 * 1024 * 1024 + 1) }]),
    'x.bin is larger than 10 MB',
  );
  refused(
    () =>
      priya.share(
        'ml-alerts',
        Array.from({ length: 11 }, () => csv),
      ),
    'at most 10 files',
  );
  refused(() => priya.share('ml-alerts', []), 'no file');
  refused(() => priya.share('ml-alerts', [csv], { text: '/rca scope' }), 'cannot carry files');
  refused(() => sandbox.as('gwen').share('ml-incidents', [csv]), 'not in #ml-incidents');
  expect(sandbox.channel('ml-alerts')).toHaveLength(0);
});
