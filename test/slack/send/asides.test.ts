import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAsideSender } from '../../../src/slack/send/aside-sender.ts';
import { boltLog } from '../../../src/slack/bolt-log.ts';
import { openClient, outboxOptions } from '../../../src/slack/web-clients.ts';
import { setScene } from '../scene.ts';
import type { Scene } from '../scene.ts';

let scene: Scene;
let close: () => Promise<void>;
let minutes: number;

beforeEach(async () => {
  scene = await setScene();
  minutes = 0;
  await scene.start();
  const { id: incident } = await scene.incident();
  const expected = (await scene.storage.incidents.read(incident)).length;
  const fact = { type: 'reopened' as const, reason: 'the words' };
  await scene.storage.incidents.append({
    incident,
    expected,
    events: [{ at: new Date(), actor: { kind: 'bot' }, fact }],
    announcements: [{ kind: 'aside', event: 0, to: 'U0ONCALL01' }],
  });
});

afterEach(async () => {
  await close();
  await scene.stop();
});

/** A minute passes with every look at the clock, so that each try is due at once. */
function startAsides(): void {
  const { storage, settings, ports } = scene;
  const sender = startAsideSender({
    asides: storage.asides,
    render: async () => ({ summary: 'You lead now', blocks: [] }),
    client: openClient(
      settings.botToken,
      outboxOptions({ slackApiUrl: settings.slackApiUrl, logger: boltLog(ports.log) }),
    ),
    clock: { now: () => new Date(Date.now() + (minutes += 1) * 60_000) },
    log: ports.log,
    pollMs: 5,
  });
  close = sender.close;
}

async function ended(): Promise<void> {
  const deadline = Date.now() + 4000;
  while ((await scene.storage.asides.depth()).waiting > 0 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

test('a word to one person outlasts Slack’s absence, however often it was tried', async () => {
  scene.sandbox.faults.api('chat.postMessage', { kind: 'rate_limit', retryAfterSeconds: 1 }, { times: 9 });
  startAsides();
  await ended();
  expect(await scene.storage.asides.depth()).toEqual({ waiting: 0, dropped: 0 });
  expect(scene.sandbox.traffic.search({ name: 'chat.postMessage' }).length).toBeGreaterThanOrEqual(10);
});

test('a word that Slack refuses again and again is dropped after six tries', async () => {
  scene.sandbox.faults.api('chat.postMessage', { kind: 'error', error: 'a_word_nobody_knows' });
  startAsides();
  await ended();
  expect(await scene.storage.asides.depth()).toEqual({ waiting: 0, dropped: 1 });
  const tries = scene.sandbox.traffic
    .search({ name: 'chat.postMessage' })
    .filter(({ request }) => JSON.stringify(request).includes('You lead now'));
  expect(tries).toHaveLength(6);
});
