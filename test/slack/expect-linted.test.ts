import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { expectLinted } from './expect-linted.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });
});
afterEach(() => sandbox.close());

/** As the bot calls it; what Slack answers does not matter: it was sent. */
const call = (method: string, body: object) =>
  fetch(`${sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const say = (blocks: readonly unknown[], text = 'said') =>
  call('chat.postMessage', { channel: 'C0INCIDENTS', text, blocks });

describe('what Slack would not take is caught in every harness that asks', () => {
  test.each([
    ['a text of 3,001 characters', [section('x'.repeat(3001))]],
    ['more than 50 blocks', Array.from({ length: 51 }, () => section('one'))],
    [
      'two buttons of one action id',
      [
        {
          type: 'actions',
          elements: [1, 2].map(() => ({
            type: 'button',
            action_id: 'same',
            text: { type: 'plain_text', text: 'Go' },
          })),
        },
      ],
    ],
    ['a block of no kind', [{ type: 'sectoin' }]],
  ])('%s', async (_, blocks) => {
    await say([section('well')]);
    expect(expectLinted(sandbox)).toBe(1);
    await say(blocks);
    expect(() => expectLinted(sandbox)).toThrow('chat.postMessage');
  });

  test('a message without the text that phones show', async () => {
    await say([section('well')], '');
    expect(() => expectLinted(sandbox)).toThrow('text');
  });

  test('a form with a title that is too long', async () => {
    const view = { type: 'modal', title: { type: 'plain_text', text: 'x'.repeat(25) }, blocks: [] };
    await call('views.open', { trigger_id: 'T1', view });
    expect(() => expectLinted(sandbox)).toThrow('views.open');
  });

  test('traffic that is forgotten already, which nobody could have looked at', async () => {
    const small = await startSandbox({ manifest: 'manifest.yml', trafficLimit: 1 });
    const whole = sandbox;
    sandbox = small;
    await say([section('x'.repeat(3001))]);
    await say([section('well')]);
    expect(() => expectLinted(small)).toThrow('forgotten');
    await small.close();
    sandbox = whole;
  });
});
