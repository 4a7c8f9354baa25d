import { afterEach, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts';
import { clientOf, errorOf } from './web-client.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function callsUntilRefused(
  method: string,
  args: (index: number) => Record<string, unknown>,
  options?: SandboxOptions,
): Promise<number> {
  sandbox = await startSandbox(options);
  const client = clientOf(sandbox, { rejectRateLimitedCalls: true });
  for (let served = 0; served < 150; served += 1) {
    const error = await errorOf(client.apiCall(method, args(served)));
    if (error === 'slack_webapi_rate_limited_error') return served;
  }
  return Number.POSITIVE_INFINITY;
}

const channel = 'C0MLALERTS';
const view = { type: 'home', blocks: [] };

test.each<[method: string, args: (index: number) => Record<string, unknown>, limit: number]>([
  ['chat.postMessage', () => ({ channel, text: 'x' }), 4],
  ['chat.update', () => ({ channel, ts: '1.1', text: 'x' }), 50],
  ['reactions.add', () => ({ channel, timestamp: '1.1', name: 'eyes' }), 50],
  ['reactions.remove', () => ({ channel, timestamp: '1.1', name: 'eyes' }), 20],
  ['pins.add', () => ({ channel, timestamp: '1.1' }), 20],
  [
    'bookmarks.add',
    () => ({ channel_id: channel, title: 'x', type: 'link', link: 'https://example.com' }),
    20,
  ],
  ['canvases.create', () => ({ title: 'x' }), 20],
  ['views.publish', () => ({ user_id: 'U0ONCALL01', view }), 100],
  ['files.getUploadURLExternal', () => ({ filename: 'x', length: 1 }), 100],
])('%s is refused when called too often', async (method, args, limit) => {
  const served = await callsUntilRefused(method, args);
  // The bucket refills while the calls run, so one or two more may slip through.
  expect(served).toBeGreaterThanOrEqual(limit);
  expect(served).toBeLessThanOrEqual(limit + 3);
});

test('posting is counted per channel, and a second later there is room again', async () => {
  const served = await callsUntilRefused('chat.postMessage', () => ({ channel, text: 'x' }));
  expect(served).toBeLessThan(8);
  const client = clientOf(sandbox, { rejectRateLimitedCalls: true });
  await expect(client.apiCall('chat.postMessage', { channel, text: 'x' })).rejects.toMatchObject({
    retryAfter: 1,
  });
  expect(await errorOf(client.apiCall('chat.postMessage', { channel: 'C0MLINCIDS', text: 'x' }))).toBe(
    'none',
  );
  sandbox.clock.advance(1000);
  expect(await errorOf(client.apiCall('chat.postMessage', { channel, text: 'x' }))).toBe('none');
});

test('a fast clock lets a patient client through without real waiting', async () => {
  sandbox = await startSandbox({ speed: 100 });
  const client = clientOf(sandbox, { retryConfig: { retries: 50, minTimeout: 5, maxTimeout: 5 } });
  const startedAt = Date.now();
  for (let index = 0; index < 30; index += 1)
    await client.apiCall('chat.postMessage', { channel, text: String(index) });
  expect(sandbox.channel('ml-alerts')).toHaveLength(30);
  expect(Date.now() - startedAt).toBeLessThan(3000);
});

test('switched off, nothing is refused', async () => {
  expect(
    await callsUntilRefused('chat.postMessage', () => ({ channel, text: 'x' }), { rateLimits: 'off' }),
  ).toBe(Number.POSITIVE_INFINITY);
});
