import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { socketApp } from './bolt-apps.ts';
import { clientOf, errorOf } from './web-client.ts';

const channel = 'C0MLALERTS';
let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await startSandbox({ rateLimits: 'off', seed: 7 });
  client = clientOf(sandbox, { timeout: 400, rejectRateLimitedCalls: true });
});
afterEach(() => sandbox.close());

const post = (): Promise<string> => errorOf(client.apiCall('chat.postMessage', { channel, text: 'looking' }));
const posted = (): number => sandbox.channel('ml-alerts').length;

describe('a Web API call', () => {
  test('that is dropped does nothing, twice and not a third time', async () => {
    sandbox.faults.api('chat.postMessage', { kind: 'drop' }, { times: 2 });
    expect([await post(), await post(), await post()]).toEqual([
      'slack_webapi_request_error',
      'slack_webapi_request_error',
      'none',
    ]);
    expect(posted()).toBe(1);
  });

  test('that is the third of its kind can be the one to fail', async () => {
    sandbox.faults.api('chat.postMessage', { kind: 'error', error: 'fatal_error' }, { after: 2, times: 1 });
    expect([await post(), await post(), await post(), await post()]).toEqual([
      'none',
      'none',
      'fatal_error',
      'none',
    ]);
  });

  test('that is applied and then dropped has been done, though the bot cannot know', async () => {
    sandbox.faults.api('chat.postMessage', { kind: 'apply_then_drop' }, { times: 1 });
    expect(await post()).toBe('slack_webapi_request_error');
    expect(posted()).toBe(1);
  });

  test('that hangs runs into the client’s own timeout', async () => {
    sandbox.faults.api('*', { kind: 'hang' }, { times: 1 });
    expect(await post()).toBe('slack_webapi_request_error');
    expect(posted()).toBe(0);
  });

  test('in a 429 storm, under a 503, or with a named error', async () => {
    sandbox.faults.api('chat.postMessage', { kind: 'rate_limit', retryAfterSeconds: 3 }, { times: 1 });
    sandbox.faults.api('chat.postMessage', { kind: 'status', status: 503 }, { times: 1 });
    sandbox.faults.api('chat.postMessage', { kind: 'error', error: 'fatal_error' }, { times: 1 });
    await expect(client.apiCall('chat.postMessage', { channel, text: 'x' })).rejects.toMatchObject({
      retryAfter: 3,
    });
    expect([await post(), await post(), await post()]).toEqual([
      'slack_webapi_http_error',
      'fatal_error',
      'none',
    ]);
  });

  test('that is delayed still arrives, late', async () => {
    sandbox.faults.api('chat.postMessage', { kind: 'delay', ms: 120 });
    const startedAt = Date.now();
    expect(await post()).toBe('none');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(115);
  });

  test('fails by chance the same way under the same seed, and no more once cleared', async () => {
    const run = async (): Promise<string[]> => {
      const other = await startSandbox({ rateLimits: 'off', seed: 3 });
      other.faults.api('auth.test', { kind: 'error', error: 'fatal_error' }, { chance: 0.5 });
      const calls: string[] = [];
      for (let index = 0; index < 12; index += 1) calls.push(await errorOf(clientOf(other).auth.test()));
      other.faults.clear();
      calls.push(await errorOf(clientOf(other).auth.test()));
      await other.close();
      return calls;
    };
    const [first, second] = [await run(), await run()];
    expect(first).toEqual(second);
    expect(new Set(first)).toEqual(new Set(['none', 'fatal_error']));
    expect(first.at(-1)).toBe('none');
  });
});

describe('an event', () => {
  test('comes several times under one event id, or under eleven', async () => {
    const app = socketApp(sandbox);
    const heard: string[] = [];
    app.event('message', async ({ body }) => void heard.push(body.event_id));
    await app.start();
    sandbox.faults.delivery('message', { kind: 'duplicate', copies: 3, eventIds: 'same' }, { times: 1 });
    sandbox.as('priya').post('ml-alerts', 'precision fell');
    await sandbox.settled();
    expect([heard.length, new Set(heard).size]).toEqual([3, 1]);
    sandbox.faults.delivery(
      'message',
      { kind: 'duplicate', copies: 11, eventIds: 'different' },
      { times: 1 },
    );
    sandbox.as('priya').post('ml-alerts', 'recall fell');
    await sandbox.settled();
    expect([heard.length, new Set(heard).size]).toEqual([14, 12]);
    await app.stop();
  });

  test('that gets lost is tried again at once, after one minute and after five, then given up', async () => {
    const app = socketApp(sandbox);
    const heard: (number | undefined)[] = [];
    app.event('message', async ({ context }) => void heard.push(context.retryNum));
    await app.start();
    sandbox.faults.delivery('message', { kind: 'lose' }, { times: 3 });
    sandbox.as('priya').post('ml-alerts', 'precision fell');
    await sandbox.settled();
    sandbox.clock.advance(60_000);
    await sandbox.settled();
    expect(heard).toEqual([]);
    sandbox.clock.advance(300_000);
    await sandbox.until(() => heard.length > 0);
    expect(heard).toEqual([3]);

    sandbox.faults.delivery('message', { kind: 'lose' }, { times: 4 });
    sandbox.as('priya').post('ml-alerts', 'recall fell');
    for (let minute = 0; minute < 8; minute += 1) {
      await sandbox.settled(20);
      sandbox.clock.advance(60_000);
    }
    await sandbox.settled();
    expect(heard).toEqual([3]);
    await app.stop();
  });

  test('whose socket is cut arrives after the reconnect', async () => {
    const app = socketApp(sandbox, 300);
    const heard: string[] = [];
    app.event('message', async ({ body }) => void heard.push(body.event_id));
    await app.start();
    sandbox.faults.delivery('message', { kind: 'disconnect' }, { times: 1 });
    sandbox.as('priya').post('ml-alerts', 'precision fell');
    await sandbox.until(() => sandbox.sockets.connections === 0);
    await sandbox.until(() => sandbox.sockets.connections === 1);
    sandbox.clock.advance(60_000);
    await sandbox.until(() => heard.length > 0);
    expect(heard).toHaveLength(1);
    await app.stop();
  });
});

test('what is in the traffic can be searched, holds no token, and is bounded', async () => {
  const small = await startSandbox({ trafficLimit: 3 });
  for (let index = 1; index <= 5; index += 1)
    await clientOf(small).apiCall('api.test', { call: index, token: small.botToken });
  expect(small.traffic.total).toBe(5);
  expect(small.traffic.search().map((it) => it.seq)).toEqual([3, 4, 5]);
  expect(small.traffic.search({ text: '"call":"4"' })).toHaveLength(1);
  expect(small.traffic.search({ text: small.botToken })).toEqual([]);
  await small.close();
});
