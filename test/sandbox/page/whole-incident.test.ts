import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import { offersOf } from '../../../src/composition/offers.ts';
import { createPlayer } from '../../../src/composition/player.ts';
import type { Player } from '../../../src/composition/player.ts';
import { recordings } from '../../../src/composition/recorded-incident.ts';
import { chromiumPath, openPage, startBrowser, withoutChromium } from './browser.ts';
import type { OpenPage } from './browser.ts';

/**
 * A newcomer lives through an incident in the page of the local Slack, with the real bot on a recorded incident. With
 * `PICTURES=folder` the same run leaves its screenshots there (`npm run picture`).
 */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const errors: string[] = [];
const nothing = (): void => {};
const log = { debug: nothing, info: nothing, warn: nothing, error: (text: string) => void errors.push(text) };

let browser: Browser;
let sandbox: Sandbox;
let player: Player;
let tab: OpenPage;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  player = createPlayer(log);
  const playable = await recordings();
  sandbox = await startSandbox({
    manifest: 'manifest.yml',
    rateLimits: 'off',
    now: () => player.clock.now(),
    page: {
      offers: () => offersOf({ recordings: playable, timelineEmoji: ['pushpin'] }),
      playback: player.playback,
    },
  });
  player.attach(sandbox);
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await player?.close();
  await sandbox?.close();
});

test.skipIf(chromiumPath === undefined)(
  `a newcomer plays an alert, asks, presses, answers why, approves, resolves, and reads the note${withoutChromium}`,
  async () => {
    tab = await openPage(browser, sandbox.url);
    const { page } = tab;
    const guide = page.getByRole('region', { name: 'Your first incident' });

    // Play: the alert comes in, one incident is opened, its thread fills.
    await page
      .getByRole('button', { name: /^Play: / })
      .first()
      .click();
    const root = page.getByRole('article').filter({ hasText: 'INC-1' }).first();
    await root.getByText(/\d+ repl/).waitFor({ timeout: 60_000 });
    await diagnosed();
    await root.getByRole('button', { name: /repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('Verdict').first().waitFor();
    await step(guide, 'Ask for whom');

    // Ask, by way of the guide.
    await guide.getByRole('button', { name: /@rca scope country/ }).click();
    const box = thread.getByRole('textbox', { name: 'Reply …' });
    await expect.poll(() => box.inputValue()).toBe('@rca scope country');
    await box.press('Enter');
    await thread.getByRole('table').last().getByText('country=').first().waitFor();
    await picture(page, 'thread-light');
    await step(guide, 'Press a button');

    // Press what the root message offers: the next check where one would tell more, else the suspects.
    const before = await replies(thread);
    const next = thread.getByRole('article').first().getByRole('button', { name: /^Run / });
    const suspects = thread.getByRole('article').first().getByRole('button', { name: 'Suspects' });
    await ((await next.count()) > 0 ? next.first() : suspects).click();
    await step(guide, 'Answer why');
    await expect.poll(() => replies(thread), { timeout: 15_000 }).toBeGreaterThanOrEqual(before);

    // Answer a why in a window. A command in the thread is refused, as Slack does; in the channel it is completed.
    await box.fill('/rca why ask');
    await box.press('Enter');
    await thread.getByText('/rca is not supported in threads. Sorry!').waitFor();
    await box.fill('');
    const line = page.getByRole('textbox', { name: 'Message #ml-incidents' });
    await line.fill('/r');
    await page.getByRole('option', { name: /^\/rca/ }).click();
    await line.pressSequentially('why ask');
    await line.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByRole('textbox').first().waitFor();
    await form.locator('button[type=submit]').click();
    await form.getByText('Please complete this required field.').first().waitFor();
    await form.getByRole('textbox').first().fill('the change went out without a canary read');
    await picture(page, 'why-light');
    await form.getByRole('textbox').first().press('Tab');
    await form.locator('button[type=submit]').click();
    await form.waitFor({ state: 'hidden' });
    await thread.getByText('without a canary read').last().waitFor();
    await step(guide, 'Resolve it');

    // Approve the least risky mitigation, in another.
    const first = thread.getByRole('article').first();
    await first.getByRole('button', { name: 'Mitigate', exact: true }).click();
    await thread.getByRole('button', { name: /^1 / }).last().click();
    await page.getByRole('dialog', { name: 'Approve a mitigation' }).getByText('To undo it:').waitFor();
    await fillIn(form);
    await form.locator('button[type=submit]').click();
    await form.waitFor({ state: 'hidden' });
    await thread
      .getByText(/approved/i)
      .last()
      .waitFor();

    // Resolve it.
    await guide.getByRole('button', { name: /\/rca resolve/ }).click();
    await expect.poll(() => line.inputValue()).toBe('/rca resolve');
    await line.press('Enter');
    await form.getByRole('textbox').first().waitFor();
    await fillIn(form);
    await form.locator('button[type=submit]').click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'That was an incident' }).waitFor();
    await root.getByText('Resolved').waitFor({ timeout: 30_000 });

    // The note is there to be read.
    await box.fill('@rca note');
    await box.press('Enter');
    await expect
      .poll(async () => (await thread.textContent()) ?? '', { timeout: 15_000 })
      .toMatch(/To be filled in|Timeline/);
    expect(tab.problems).toEqual([]);
    expect(errors).toEqual([]);
  },
);

test.skipIf(chromiumPath === undefined)(
  `the same incident on a phone, in the dark${withoutChromium}`,
  async () => {
    const phone = await openPage(browser, sandbox.url, { width: 390, height: 844, colorScheme: 'dark' });
    const { page } = phone;
    const root = page.getByRole('article').filter({ hasText: 'INC-1' }).first();
    await root.waitFor();
    await root.getByRole('button', { name: /repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByRole('table').first().waitFor();
    await thread.getByText('For whom:').first().scrollIntoViewIfNeeded();
    await picture(page, 'thread-phone-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await picture(page, 'thread-phone-light');
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(phone.problems).toEqual([]);
    await page.context().close();

    const dark = await openPage(browser, sandbox.url, { width: 1440, height: 900, colorScheme: 'dark' });
    await dark.page.getByRole('button', { name: /repl/ }).first().click();
    await dark.page.getByRole('complementary', { name: 'Thread' }).getByRole('table').first().waitFor();
    await picture(dark.page, 'thread-dark');
    await dark.page.context().close();
  },
);

test.skipIf(chromiumPath === undefined)(
  `another recording starts in an empty workspace, at its own time, which can be stopped and moved${withoutChromium}`,
  async () => {
    const { page, problems } = await openPage(browser, sandbox.url);
    const chosen = (await recordings()).at(-1);
    await page.getByRole('button', { name: `Play: ${chosen?.title ?? ''}`, exact: true }).click();
    await expect.poll(() => player.playback.status().state, { timeout: 60_000 }).toBe('playing');
    expect(player.stage()?.recorded.name).toBe(chosen?.id);
    await page.getByRole('article').filter({ hasText: 'INC-1' }).first().waitFor({ timeout: 60_000 });
    expect(await page.getByText('without a canary read').count()).toBe(0);
    await page.getByRole('button', { name: '⏸ Pause' }).click();
    await page.getByRole('button', { name: '▶ Go on' }).waitFor();
    const stopped = player.clock.now();
    await page.getByRole('button', { name: '+30 min' }).click();
    await expect.poll(() => player.clock.now().getTime()).toBe(stopped.getTime() + 30 * 60_000);
    const [message] = sandbox.channel('ml-incidents');
    expect(Number(message?.ts)).toBeLessThan(stopped.getTime() / 1000 + 1);
    await page.getByRole('button', { name: '20×' }).click();
    await expect.poll(() => player.playback.status()).toMatchObject({ speed: 20, state: 'paused' });
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

/** Whatever the form asks: a word into every box, the first answer to every question. */
async function fillIn(form: Locator): Promise<void> {
  for (const field of await form.getByRole('textbox').all())
    await field.fill('rolled back the change; the metric is back');
  for (const select of await form.locator('select').all()) await select.selectOption({ index: 1 });
  for (const group of await form.getByRole('radiogroup').all())
    await group.getByRole('radio').first().check();
}

async function replies(thread: Locator): Promise<number> {
  return thread.getByRole('article').count();
}

async function step(guide: Locator, title: string): Promise<void> {
  await guide.locator('[aria-current=step]').filter({ hasText: title }).waitFor();
}

async function diagnosed(): Promise<void> {
  await player.stage()?.bot.settled();
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `page-${name}.png`) });
}
