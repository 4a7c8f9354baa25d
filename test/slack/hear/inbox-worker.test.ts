import { setTimeout as pause } from 'node:timers/promises';
import { WebAPIRequestError } from '@slack/web-api';
import { expect, test } from 'vitest';
import type { Inbox } from '../../../src/response/store/inbox.ts';
import { startInboxWorker } from '../../../src/slack/hear/inbox-worker.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { openStorage } from '../../../storage/open.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const accept = (inbox: Inbox, key: string, body: Record<string, unknown>) =>
  inbox.accept({ source: 'test', kind: 'slack', key, body, receivedAt: new Date() });

async function work(run: (inbox: Inbox) => Promise<void>): Promise<void> {
  const storage = await openStorage(':memory:', { clock: systemClock, exclusive: false });
  await run(storage.inbox);
  storage.close();
}

test('what fails five times is kept for inspection, and whoever asked hears of it once', () =>
  work(async (inbox) => {
    let skipped = 0;
    let tries = 0;
    const gaveUp: unknown[] = [];
    await accept(inbox, 'a', { text: 'scope' });
    const worker = startInboxWorker({
      inbox,
      log,
      // A second passes with every look at the clock.
      clock: { now: () => new Date(Date.now() + (skipped += 1000)) },
      pollMs: 5,
      handle: async () => {
        tries += 1;
        throw new Error('broken');
      },
      gaveUp: async (body) => void gaveUp.push(body),
    });
    for (let waited = 0; waited < 300 && gaveUp.length === 0; waited += 1) await pause(10);
    await worker.close();
    expect(tries).toBe(5);
    expect(gaveUp).toEqual([{ text: 'scope' }]);
    expect(await inbox.depth()).toEqual({ waiting: 0, failed: 1 });
  }));

test('what Slack does not answer for is tried until it does, however often, and counts for nothing', () =>
  work(async (inbox) => {
    let skipped = 0;
    let tries = 0;
    await accept(inbox, 'a', { text: 'scope' });
    const worker = startInboxWorker({
      inbox,
      log,
      clock: { now: () => new Date(Date.now() + (skipped += 20_000)) },
      pollMs: 5,
      handle: async () => {
        tries += 1;
        if (tries < 12) throw new WebAPIRequestError(new TypeError('fetch failed'));
      },
    });
    const isDone = async (): Promise<boolean> => (await inbox.depth()).waiting === 0;
    for (let waited = 0; waited < 300 && !(await isDone()); waited += 1) await pause(10);
    await worker.close();
    expect(tries).toBe(12);
    expect(await inbox.depth()).toEqual({ waiting: 0, failed: 0 });
  }));

test('what the bot was killed over again and again is set aside, and what was merely there a few times is handled', () =>
  work(async (inbox) => {
    const handled: unknown[] = [];
    const gaveUp: unknown[] = [];
    await accept(inbox, 'a', { text: 'deadly' });
    const takeAtHour = (hour: number, limit: number) =>
      inbox.claim({ kind: 'slack', limit, now: new Date(Date.UTC(2026, 0, 1, hour)), leaseSeconds: 1 });
    for (let death = 0; death < 20; death += 1) await takeAtHour(death, 1);
    await accept(inbox, 'b', { text: 'bystander' });
    await takeAtHour(30, 2);
    const worker = startInboxWorker({
      inbox,
      log,
      clock: systemClock,
      pollMs: 5,
      handle: async (body) => void handled.push(body),
      gaveUp: async (body) => void gaveUp.push(body),
    });
    for (let waited = 0; waited < 300 && (gaveUp.length === 0 || handled.length === 0); waited += 1)
      await pause(10);
    await worker.close();
    expect(handled).toEqual([{ text: 'bystander' }]);
    expect(gaveUp).toEqual([{ text: 'deadly' }]);
    expect(await inbox.depth()).toEqual({ waiting: 0, failed: 1 });
  }));

test('reactions to one message are handled in their order, everything else side by side', () =>
  work(async (inbox) => {
    const reaction = (event_ts: string, ts: string) => ({
      team_id: 'T1',
      event_id: `Ev${event_ts}`,
      event: {
        type: 'reaction_added',
        user: 'U1',
        reaction: 'pushpin',
        event_ts,
        item: { type: 'message', channel: 'C1', ts },
      },
    });
    const order: string[] = [];
    let atOnce = 0;
    let most = 0;
    for (const [index, ts] of ['1.1', '1.1', '1.1', '2.2'].entries()) {
      await accept(inbox, String(index), { ...reaction(String(index), ts), index });
    }
    const worker = startInboxWorker({
      inbox,
      log,
      clock: systemClock,
      handle: async (body) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await pause(body['index'] === 0 ? 60 : 5);
        order.push(String(body['index']));
        atOnce -= 1;
      },
    });
    for (let waited = 0; waited < 300 && order.length < 4; waited += 1) await pause(10);
    await worker.close();
    expect(order).toEqual(['3', '0', '1', '2']);
    expect(most).toBe(2);
  }));

test('a worker that is closed ends what it has begun', () =>
  work(async (inbox) => {
    let isDone = false;
    await accept(inbox, 'a', {});
    const begun = Promise.withResolvers<void>();
    const worker = startInboxWorker({
      inbox,
      log,
      clock: systemClock,
      handle: async () => {
        begun.resolve();
        await pause(50);
        isDone = true;
      },
    });
    await begun.promise;
    await worker.close();
    expect(isDone).toBe(true);
    expect(await inbox.depth()).toEqual({ waiting: 0, failed: 0 });
  }));
