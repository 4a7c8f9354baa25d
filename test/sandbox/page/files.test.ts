import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import { clientOf } from '../web-client.ts';
import { chromiumPath, openPage, startBrowser, withoutChromium } from './browser.ts';
import { everyBlock } from './every-block.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A picture of 30 × 20 pixels. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAB4AAAAUCAYAAACaq43EAAAAQElEQVR4AezSsQ0AMAgDwYiVslOmzU7QuzduHomCxkgn132/E1snNDxeg4caapsA5bLRajDUKmK7obbRanCMegAAAP//pxwsmAAAAAZJREFUAwDRQUfhMedZSQAAAABJRU5ErkJggg==',
  'base64',
);
const picture = { name: 'canary.png', mimeType: 'image/png', buffer: png };
const table = { name: 'by-country.csv', mimeType: 'text/csv', buffer: Buffer.from('country,n\nBR,31\n') };

let sandbox: Sandbox;
let browser: Browser;
let page: Page;
let problems: readonly string[];

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  sandbox = await startSandbox({ rateLimits: 'off' });
  browser = await startBrowser();
  ({ page, problems } = await openPage(browser, sandbox.url));
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
});

const channel = () => page.getByRole('main');
const box = () => page.getByRole('textbox', { name: 'Message #ml-alerts' });
const attached = (where: Locator) =>
  where.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
const choose = async (where: Locator, files: Parameters<Locator['setInputFiles']>[0]): Promise<void> => {
  const asked = page.waitForEvent('filechooser');
  await where.getByRole('button', { name: 'Attach files' }).press('Enter');
  await (await asked).setFiles(files);
};
/** What the browser does when files are let go of over an element, or pasted into it. */
const hand = (where: Locator, kind: 'drop' | 'paste', names: readonly string[]): Promise<void> =>
  where.evaluate(
    (element: unknown, given) => {
      // The tests know no DOM; this runs in the browser, which has it.
      const dom = globalThis as unknown as Record<string, new (...of: readonly unknown[]) => Event> & {
        readonly DataTransfer: new () => { readonly items: { add(file: File): void } };
      };
      const data = new dom.DataTransfer();
      for (const name of given.names)
        data.items.add(new File([new Uint8Array(given.bytes)], name, { type: 'image/png' }));
      const carried = given.kind === 'drop' ? { dataTransfer: data } : { clipboardData: data };
      const kindOfEvent = dom[given.kind === 'drop' ? 'DragEvent' : 'ClipboardEvent'];
      if (kindOfEvent === undefined) throw new Error('this is no browser');
      const target = element as { dispatchEvent(event: Event): void };
      target.dispatchEvent(new kindOfEvent(given.kind, { ...carried, bubbles: true, cancelable: true }));
    },
    { kind, names, bytes: [...png] },
  );

describe.skipIf(chromiumPath === undefined)(`files in the page${withoutChromium}`, () => {
  test('several are attached by the keyboard, described, and sent with a text', async () => {
    await choose(channel(), [picture, table]);
    expect(await attached(channel()).count()).toBe(2);
    await page.getByRole('textbox', { name: 'Description of canary.png' }).fill('the canary is flat');
    await box().fill('look at this');
    await box().press('Enter');
    await channel().getByRole('img', { name: 'the canary is flat' }).waitFor();
    const said = sandbox.channel('ml-alerts').at(-1);
    expect(said?.subtype).toBe('file_share');
    expect(said && sandbox.textOf(said)).toBe('look at this');
    expect(sandbox.fileContent(said?.files[0] ?? '')).toEqual(png);
    expect(await attached(channel()).count()).toBe(0);
    expect(await box().inputValue()).toBe('');
  });

  test('a picture opens large and closes again; a file says what it is and is saved under its name', async () => {
    await channel().getByRole('img', { name: 'the canary is flat' }).click();
    const large = page.getByRole('dialog', { name: 'canary.png' });
    await large.getByText(`Priya Raman · PNG · ${png.byteLength} B · 30 × 20`).waitFor();
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'hidden' });
    const card = channel().getByRole('link', { name: 'Download by-country.csv, CSV · 16 B' });
    const saving = page.waitForEvent('download');
    await card.press('Enter');
    expect((await saving).suggestedFilename()).toBe('by-country.csv');
  });

  test('a picture is pasted into a thread, and dropped on it, without a word', async () => {
    await channel()
      .getByRole('article')
      .last()
      .getByRole('button', { name: 'Reply in thread' })
      .press('Enter');
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await hand(thread.getByRole('textbox', { name: 'Reply …' }), 'paste', ['image.png']);
    await attached(thread).first().waitFor();
    await hand(thread.getByRole('log'), 'drop', ['dropped.png', 'another.png']);
    await expect.poll(() => attached(thread).count()).toBe(3);
    await thread.getByRole('button', { name: 'Remove dropped.png' }).press('Enter');
    expect(await attached(thread).count()).toBe(2);
    expect(await attached(channel()).count()).toBe(0);
    await thread.getByRole('button', { name: 'Send' }).press('Enter');
    await thread.getByRole('img', { name: 'another.png' }).waitFor();
    const parent = sandbox.channel('ml-alerts').at(-1);
    const [, reply] = sandbox.thread('ml-alerts', parent?.ts ?? '');
    expect(reply?.files.map((id) => sandbox.file(id)?.name)).toEqual(['image.png', 'another.png']);
    await thread.press('Escape');
  });

  test('what cannot be sent is said beside the box, and what was written stays', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-files-'));
    const [large, empty] = [join(folder, 'predictions.parquet'), join(folder, 'by-country.csv')];
    await writeFile(large, Buffer.alloc(11 * 1024 * 1024));
    await writeFile(empty, '');
    await choose(channel(), [large, empty]);
    await channel()
      .getByText(
        'predictions.parquet is 11 MB; the sandbox takes files of up to 10 MB. by-country.csv is empty',
      )
      .waitFor();
    await choose(channel(), [table]);
    await box().fill('/rca scope country');
    await box().press('Enter');
    await channel().getByText('A slash command cannot carry files.').waitFor();
    expect(await box().inputValue()).toBe('/rca scope country');
    await channel().getByRole('button', { name: 'Remove by-country.csv' }).click();
    await rm(folder, { recursive: true });
    await box().fill('');
  });

  test('a link to a message or a file of the workspace leads there, and not out of the page', async () => {
    const said = sandbox.channel('ml-alerts').at(-1);
    const id = said?.files[0] ?? '';
    const { permalink = '' } = await clientOf(sandbox).chat.getPermalink({
      channel: said?.channel ?? '',
      message_ts: said?.ts ?? '',
    });
    const { file } = await clientOf(sandbox).files.info({ file: id });
    sandbox.as('tomas').post('general', `see ${permalink} and ${file?.permalink ?? ''}`);
    await page.getByRole('button', { name: /^general/u }).click();
    await channel().getByRole('link', { name: /files/u }).click();
    await page.getByRole('dialog', { name: 'canary.png' }).getByRole('button', { name: 'Close' }).click();
    await channel()
      .getByRole('link', { name: /archives/u })
      .click();
    await page.getByRole('main', { name: 'ml-alerts' }).locator('.pointed-at').waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });

  test('a video says who shows what, and plays where it is; a deleted file says so', async () => {
    const blocks = everyBlock.flat().filter((block) => block['type'] === 'video');
    expect(blocks).toHaveLength(1);
    const client = clientOf(sandbox);
    await client.apiCall('chat.postMessage', { channel: 'C0MLALERTS', text: 'a film', blocks });
    const film = channel().getByRole('article').last();
    await film.getByText('Films · Priya').waitFor();
    await film.getByText('of a deploy').waitFor();
    expect(await film.getByRole('link', { name: 'A film', exact: true }).getAttribute('href')).toBe(
      'https://a.example/about',
    );
    expect(await film.getByRole('link', { name: 'Play A film' }).getAttribute('href')).toBe(
      'https://a.example/v',
    );
    await client.filesUploadV2({ channel_id: 'C0MLALERTS', filename: 'note.md', content: '# INC-1' });
    const id = sandbox.channel('ml-alerts').at(-1)?.files[0] ?? '';
    await channel()
      .getByRole('link', { name: /^Download note.md, Markdown/u })
      .waitFor();
    await client.files.delete({ file: id });
    await channel().getByText('This file was deleted.').waitFor();
    expect(problems).toEqual([]);
  });
});
