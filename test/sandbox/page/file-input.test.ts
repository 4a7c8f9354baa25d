import type { App } from '@slack/bolt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import { socketApp } from '../bolt-apps.ts';
import { chromiumPath, openPage, startBrowser, withoutChromium } from './browser.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let sandbox: Sandbox;
let app: App;
let browser: Browser;
let page: Page;
let problems: readonly string[];
const sent: unknown[] = [];

const plain = (text: string) => ({ type: 'plain_text' as const, text });

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  sandbox = await startSandbox({ rateLimits: 'off' });
  app = socketApp(sandbox);
  app.command('/rca', async ({ ack, client, body }) => {
    await ack();
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'proof',
        title: plain('Proof'),
        submit: plain('Send'),
        blocks: [
          {
            type: 'input',
            block_id: 'shots',
            label: plain('Screenshots'),
            element: { type: 'file_input', action_id: 'files', filetypes: ['png', 'csv'], max_files: 2 },
          },
        ],
      },
    });
  });
  app.view('proof', async ({ ack, view }) => {
    await ack();
    sent.push(...(view.state.values['shots']?.['files']?.files ?? []));
  });
  await app.start();
  browser = await startBrowser();
  ({ page, problems } = await openPage(browser, sandbox.url));
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await sandbox?.close();
});

describe.skipIf(chromiumPath === undefined)(`a file input of a window in the page${withoutChromium}`, () => {
  test('takes files by the keyboard, lets them be taken back, and sends them with the form', async () => {
    await page.getByRole('textbox', { name: 'Message #ml-alerts' }).fill('/rca proof');
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Proof' });
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Please complete this required field.').waitFor();

    const choose = async (...names: readonly string[]): Promise<void> => {
      const asked = page.waitForEvent('filechooser');
      await form.getByRole('button', { name: 'Screenshots' }).press('Enter');
      await (
        await asked
      ).setFiles(names.map((name) => ({ name, mimeType: 'image/png', buffer: Buffer.from(name) })));
    };
    const chosen = () => form.getByRole('list', { name: 'Chosen files' }).getByRole('listitem');
    await choose('canary.png', 'wrong.png');
    await form.getByRole('button', { name: 'Remove wrong.png' }).click();
    await expect.poll(() => chosen().allInnerTexts()).toEqual([expect.stringContaining('canary.png')]);
    await choose('by-country.csv');
    await expect.poll(() => chosen().count()).toBe(2);
    expect(await form.getByRole('button', { name: 'Screenshots' }).isDisabled()).toBe(true);

    if (process.env['PICTURE'] !== undefined) await page.screenshot({ path: process.env['PICTURE'] });
    await form.getByRole('button', { name: 'Send' }).click();
    await form.waitFor({ state: 'detached' });
    await expect.poll(() => sent).toMatchObject([{ name: 'canary.png' }, { name: 'by-country.csv' }]);
    expect(problems).toEqual([]);
  });
});
