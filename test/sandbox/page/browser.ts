import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const places = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].filter((path) => path !== undefined);

/** Where a Chromium is on this machine; undefined where there is none, and then nothing here can be tested. */
export const chromiumPath = places.find((path) => existsSync(path));

export const withoutChromium =
  chromiumPath === undefined ? ' (skipped: no Chromium here; apt-get install chromium)' : '';

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
}

export type OpenPage = {
  readonly page: Page;
  /** What went wrong in the page, and what it asked of anybody but the sandbox. */
  readonly problems: readonly string[];
};

/** A tab on the sandbox, with whatever goes wrong in it noted down. */
export async function openPage(
  browser: Browser,
  url: string,
  look: { readonly width: number; readonly height: number; readonly colorScheme: 'light' | 'dark' } = {
    width: 1440,
    height: 900,
    colorScheme: 'light',
  },
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.colorScheme,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('net::ERR_')) problems.push(message.text());
  });
  page.on('request', (request) => {
    const isOwn = [url, `blob:${url}`, 'data:'].some((start) => request.url().startsWith(start));
    if (!isOwn) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  await page.getByRole('log').first().waitFor();
  return { page, problems };
}
