import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setTimeout as pause } from 'node:timers/promises';
import { people } from '../../../sandbox/workspace/seed.ts';
import type { Inbox } from '../../../src/response/store/inbox.ts';
import { setScene } from '../scene.ts';
import type { Scene } from '../scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.stop());

const priya = () => scene.sandbox.as('priya');

describe('what comes in more than once', () => {
  test.each(['same', 'different'] as const)(
    'a message reported 11 times under %s event ids is one alert',
    async (eventIds) => {
      await scene.start();
      scene.sandbox.faults.delivery('message', { kind: 'duplicate', copies: 11, eventIds }, { times: 1 });
      scene.sandbox.asBot('grafana').post('ml-alerts', { text: 'FIRING precision' });
      await scene.sandbox.until(() => scene.sandbox.channel('ml-incidents').length > 0);
      await scene.sandbox.settled();
      expect(scene.seen.alerts).toHaveLength(1);
      expect(scene.sandbox.channel('ml-incidents')).toHaveLength(1);
      const deliveries = scene.sandbox.traffic.search({ name: 'event:message', text: 'BGRAFANA' });
      expect(deliveries).toHaveLength(11);
      expect(deliveries.every((exchange) => exchange.status === 200)).toBe(true);
    },
  );

  test('a mention and a reaction reported 11 times run once', async () => {
    await scene.start();
    const incident = await scene.incident();
    for (const type of ['app_mention', 'reaction_added']) {
      scene.sandbox.faults.delivery(type, { kind: 'duplicate', copies: 11, eventIds: 'different' });
    }
    const said = priya().mention('ml-incidents', 'scope country', { thread: incident.ts });
    priya().react(said, 'pushpin');
    await scene.sandbox.until(() => scene.seen.ran.length > 0);
    await scene.sandbox.settled(100);
    expect(scene.seen.ran).toHaveLength(1);
    expect(await scene.timeline(incident.id)).toHaveLength(1);
  });

  test('the same reaction given, taken back and given again is followed each time', async () => {
    await scene.start();
    const incident = await scene.incident();
    const said = priya().post('ml-incidents', 'rolled back', { thread: incident.ts });
    for (let round = 0; round < 3; round += 1) {
      priya().react(said, 'pushpin');
      await waitFor(async () => (await scene.timeline(incident.id)).length === 1);
      priya().unreact(said, 'pushpin');
      await waitFor(async () => (await scene.timeline(incident.id)).length === 0);
    }
    const facts = (await scene.storage.incidents.read(incident.id)).map((event) => event.fact.type);
    expect(facts.filter((type) => type.startsWith('timeline-'))).toHaveLength(6);
  });
});

describe('what is not lost', () => {
  test('a command whose handling breaks is handled again, from the disk', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.crashes = 1;
    expect(await priya().command('ml-incidents', '/rca scope country')).toEqual({ outcome: 'acked' });
    await scene.sandbox.until(() => scene.sandbox.thread(incident.channel, incident.ts).length === 2);
    expect(scene.seen.ran).toHaveLength(2);
    await waitFor(async () => (await scene.storage.inbox.depth()).waiting === 0);
    expect(await scene.storage.inbox.depth()).toEqual({ waiting: 0, failed: 0 });
  });

  test('what was acked before the process died is handled by the next one', async () => {
    const first = await scene.start();
    const incident = await scene.incident();
    // The process dies between the ack and the handling: the row is there, nobody takes it.
    const { inbox } = scene.storage;
    const whole = { ...inbox };
    const dying = Object.assign(inbox, { claim: async () => [] });
    expect(await priya().command('ml-incidents', '/rca scope country')).toEqual({ outcome: 'acked' });
    await pause(50);
    expect(scene.seen.ran).toEqual([]);
    await first.close(0);
    Object.assign(dying, whole);
    expect(await inbox.depth()).toMatchObject({ waiting: 1 });
    await scene.start();
    await waitFor(async () => scene.sandbox.thread(incident.channel, incident.ts).length === 2);
    expect(scene.seen.ran).toHaveLength(1);
  });

  test('when the disk refuses, nothing is acked and Slack comes again', async () => {
    await scene.stop();
    scene = await setScene({ ackLimitMs: 300 });
    await scene.start();
    let refusals = 1;
    beforeAccept(async () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('disk full');
    });
    scene.sandbox.asBot('grafana').post('ml-alerts', { text: 'FIRING precision' });
    await scene.sandbox.until(() => scene.logged.some((line) => line.includes('disk full')));
    expect(scene.seen.alerts).toEqual([]);
    // Slack waits for an ack that does not come, then tries again at once.
    await scene.sandbox.until(() => scene.seen.alerts.length === 1);
    expect(refusals).toBeLessThan(0);
  });

  test('it is on the disk before it is acked', async () => {
    await scene.start();
    await scene.incident();
    const order: string[] = [];
    beforeAccept(async () => {
      await pause(100);
      order.push('on disk');
    });
    await priya().command('ml-incidents', '/rca scope');
    order.push('acked');
    expect(order).toEqual(['on disk', 'acked']);
  });
});

describe('what is not for the bot', () => {
  test('what people say to each other is never stored', async () => {
    await scene.start();
    const incident = await scene.incident();
    const accepted: string[] = [];
    beforeAccept(async (item) => {
      accepted.push(item.key);
    });
    const said = priya().post('ml-incidents', 'lunch?', { thread: incident.ts });
    priya().react(said, 'eyes');
    priya().edit(said, 'dinner?');
    priya().delete(said);
    await scene.sandbox.settled();
    expect(scene.sandbox.traffic.search({ name: 'event:message' }).length).toBeGreaterThan(2);
    expect(accepted).toEqual([]);
  });

  test('a reaction outside every incident asks Slack for nothing', async () => {
    await scene.start();
    const said = priya().post('ml-alerts', 'nice');
    priya().react(said, 'pushpin');
    await scene.sandbox.settled(100);
    expect(scene.sandbox.traffic.search({ name: 'conversations.replies' })).toEqual([]);
  });
});

describe('the connection', () => {
  test('a recycled or cut socket is opened again, and health says what it is', async () => {
    const side = await scene.start();
    expect(side.health()).toMatchObject({ delivery: 'socket', state: 'connected', removed: null });
    scene.sandbox.sockets.cut();
    await scene.sandbox.until(() => side.health().state !== 'connected');
    await scene.sandbox.until(() => side.health().state === 'connected');
    await priya().command('ml-alerts', '/rca models');
    await scene.sandbox.until(() => scene.sandbox.ephemerals(people.onCall).length === 1);
  });

  test('a socket that may not be opened again is a state, not the end of the process', async () => {
    const side = await scene.start();
    scene.sandbox.faults.api('apps.connections.open', { kind: 'error', error: 'invalid_auth' });
    scene.sandbox.sockets.cut();
    await scene.sandbox.until(() => side.health().state === 'failed');
    const incident = await scene.incident();
    expect(scene.sandbox.channel('ml-incidents').map((message) => message.ts)).toEqual([incident.ts]);
  });

  test('when the app is removed from the workspace, health says so', async () => {
    const side = await scene.start();
    scene.sandbox.uninstall();
    await scene.sandbox.until(() => side.health().state === 'off');
    expect(side.health().removed).toMatch(/app_uninstalled|tokens_revoked/);
    expect(scene.logged.some((line) => line.includes('Slack removed the bot'))).toBe(true);
  });
});

type Incoming = Parameters<Inbox['accept']>[0];

/** Something happens before the inbox takes an item. */
function beforeAccept(happens: (item: Incoming) => Promise<void>): void {
  const { inbox } = scene.storage;
  const whole = { ...inbox };
  const accept = async (item: Incoming) => {
    await happens(item);
    return whole.accept(item);
  };
  Object.assign(inbox, { accept });
}

async function waitFor(probe: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${scene.logged.slice(-5).join('\n')}`);
    await pause(10);
  }
}
