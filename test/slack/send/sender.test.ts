import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setScene } from '../scene.ts';
import type { Scene } from '../scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.stop());

type Thread = { readonly id: string; readonly channel: string; readonly ts: string };
const inThread = (thread: Thread) =>
  scene.sandbox
    .thread(thread.channel, thread.ts)
    .slice(1)
    .map((message) => scene.sandbox.textOf(message));
const posts = () => scene.sandbox.traffic.search({ name: 'chat.postMessage' });
const done = async () => (await scene.storage.outbox.depth()).waiting === 0;

describe('what is announced', () => {
  test('arrives at once, in order, with its mark, and nothing unfolds', async () => {
    await scene.start();
    const incident = await scene.incident();
    for (const text of ['one', 'two', 'three']) await scene.say(incident.id, text);
    await scene.sandbox.until(() => inThread(incident).length === 3, 3000);
    expect(inThread(incident)).toEqual(['one', 'two', 'three']);
    const [root] = scene.sandbox.channel('ml-incidents');
    expect(root?.revisions[0]?.metadata).toMatchObject({
      event_type: 'fishbone_outbox',
      event_payload: { incident: incident.id },
    });
    expect(posts().every((it) => JSON.stringify(it.request).includes('"unfurl_links":'))).toBe(true);
  });

  test('in a storm, one channel gets a message at its pace', async () => {
    await scene.start({ gapMs: 100 });
    const incident = await scene.incident();
    for (let index = 0; index < 4; index += 1) await scene.say(incident.id, `line ${index}`);
    await waitFor(done);
    const times = posts().map((exchange) => exchange.at.getTime());
    expect(times).toHaveLength(5);
    // Four gaps of 100 ms; what a message takes on the way is not part of the pace.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(250);
  });

  test('is sent before the bot stops', async () => {
    const side = await scene.start();
    const incident = await scene.incident();
    await scene.say(incident.id, 'last words');
    await side.close(2000);
    expect(inThread(incident)).toEqual(['last words']);
  });
});

describe('when Slack misbehaves', () => {
  test('a rate limit is waited for as long as Slack says, and the message is sent once', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'rate_limit', retryAfterSeconds: 1 }, { times: 1 });
    const before = Date.now();
    await scene.say(incident.id, 'slowly');
    await scene.sandbox.until(() => inThread(incident).length === 1);
    expect(Date.now() - before).toBeGreaterThanOrEqual(1000);
    await waitFor(done);
    expect(inThread(incident)).toEqual(['slowly']);
  });

  test('while the outbox waits for a rate limit, people are answered', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'rate_limit', retryAfterSeconds: 30 }, { times: 1 });
    await scene.say(incident.id, 'slowly');
    await scene.sandbox.until(() => posts().length === 2);
    await scene.sandbox.as('priya').command('ml-alerts', '/rca models');
    await scene.sandbox.until(() => scene.sandbox.ephemerals('U0ONCALL01').length === 1, 1000);
    expect(inThread(incident)).toEqual([]);
  });

  test('a connection that breaks after Slack has done it makes no second message', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'apply_then_drop' }, { times: 1 });
    await scene.say(incident.id, 'only once');
    await waitFor(done);
    expect(inThread(incident)).toEqual(['only once']);
    expect(scene.sandbox.traffic.search({ name: 'conversations.replies' })).toHaveLength(1);
  });

  test('the same for a root message, by the name of its channel', async () => {
    await scene.start();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'apply_then_drop' }, { times: 1 });
    const incident = await scene.incident();
    expect(scene.sandbox.channel('ml-incidents')).toHaveLength(1);
    expect(scene.sandbox.channel('ml-incidents')[0]?.ts).toBe(incident.ts);
  });

  test('a connection that breaks before Slack has done anything costs nothing but time', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'drop' }, { times: 1 });
    scene.sandbox.faults.api('conversations.replies', { kind: 'status', status: 503 }, { times: 1 });
    await scene.say(incident.id, 'at last');
    await waitFor(done);
    expect(inThread(incident)).toEqual(['at last']);
  });

  test('a process that died while sending does not send twice', async () => {
    const first = await scene.start();
    const incident = await scene.incident();
    const { outbox } = scene.storage;
    const whole = { ...outbox };
    Object.assign(outbox, { sent: () => new Promise(() => {}) });
    await scene.say(incident.id, 'the last thing it did');
    await scene.sandbox.until(() => inThread(incident).length === 1);
    void first.close(0);
    Object.assign(outbox, whole);
    const later = { now: () => new Date(Date.now() + 120_000) };
    Object.assign(scene.ports, { clock: later });
    await scene.start();
    await waitFor(done);
    expect(inThread(incident)).toEqual(['the last thing it did']);
  });

  test('refused blocks become plain text, once, and the log has the reason', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'error', error: 'invalid_blocks' }, { times: 1 });
    await scene.say(incident.id, 'plainly');
    await waitFor(done);
    expect(inThread(incident)).toEqual(['plainly']);
    expect(scene.sandbox.thread(incident.channel, incident.ts).at(-1)?.revisions[0]?.blocks).toEqual([]);
    expect(scene.logged.some((line) => line.includes('invalid_blocks'))).toBe(true);
  });

  test('text that is refused, too, is dropped with the reason', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'error', error: 'invalid_blocks' }, { times: 2 });
    await scene.say(incident.id, 'never');
    await scene.say(incident.id, 'but this');
    await waitFor(done);
    expect(inThread(incident)).toEqual(['but this']);
    expect(await scene.storage.outbox.depth()).toEqual({ waiting: 0, dropped: 1 });
  });

  test.each(['not_in_channel', 'channel_not_found', 'is_archived'])(
    'a message for a channel that says %s is dropped with a hint, and other incidents go on',
    async (error) => {
      await scene.start();
      scene.sandbox.faults.api('chat.postMessage', { kind: 'error', error }, { times: 1 });
      await scene.declare('lost');
      await waitFor(async () => (await scene.storage.outbox.depth()).dropped === 1);
      const dropped = scene.logged.find((line) => line.startsWith('error a message was dropped'));
      expect(dropped).toContain('"hint":');
      const found = await scene.incident('found');
      expect(scene.sandbox.channel('ml-incidents').map((message) => message.ts)).toEqual([found.ts]);
    },
  );

  test('a revoked token loses nothing: the messages wait', async () => {
    await scene.start();
    const incident = await scene.incident();
    scene.sandbox.faults.api('chat.postMessage', { kind: 'error', error: 'token_revoked' }, { times: 1 });
    await scene.say(incident.id, 'patience');
    await scene.sandbox.until(() => scene.logged.some((line) => line.includes('does not let the bot speak')));
    expect(await scene.storage.outbox.depth()).toEqual({ waiting: 1, dropped: 0 });
  });
});

describe('when the channel of an incident is archived', () => {
  const archived = async () => {
    await scene.start({ fallbackChannel: '#ml-alerts' });
    const incident = await scene.incident();
    await scene.say(incident.id, 'before');
    await scene.sandbox.until(() => inThread(incident).length === 1);
    scene.sandbox.as('priya').archive('ml-incidents');
    return incident;
  };
  const rootsOf = (id: string) =>
    scene.sandbox
      .channel('ml-alerts')
      .filter((message) => JSON.stringify(message.revisions[0]?.metadata ?? {}).includes(id));

  test('it goes on in the fallback channel under a new first message, which says where it was', async () => {
    const incident = await archived();
    await scene.say(incident.id, 'after');
    await scene.say(incident.id, 'and on');
    await waitFor(done);
    const [root, ...others] = rootsOf(incident.id);
    expect(others).toEqual([]);
    if (root === undefined) throw new Error('there is no new root');
    const summary = await scene.storage.incidents.summary(incident.id);
    expect(summary?.threadTs).toBe(root.ts);
    const renewed = { ...incident, channel: summary?.channel ?? '', ts: root.ts };
    await scene.sandbox.until(() => inThread(renewed).length === 3);
    expect(inThread(renewed).filter((text) => !text.includes('archived'))).toEqual(['after', 'and on']);
    const link = scene.sandbox
      .thread(renewed.channel, root.ts)
      .find((it) => scene.sandbox.textOf(it).includes('archived'));
    expect(JSON.stringify(link?.revisions[0]?.blocks)).toContain('What was said before');
    expect((await scene.storage.outbox.depth()).dropped).toBe(0);
  });

  test('a cut line in the middle of that leaves one first message and no line twice', async () => {
    const incident = await archived();
    scene.sandbox.faults.api('chat.update', { kind: 'drop' }, { times: 1 });
    await scene.say(incident.id, 'after');
    await waitFor(done);
    const [root, ...others] = rootsOf(incident.id);
    expect(others).toEqual([]);
    const summary = await scene.storage.incidents.summary(incident.id);
    const said = inThread({ id: incident.id, channel: summary?.channel ?? '', ts: root?.ts ?? '' });
    expect(said.filter((text) => text === 'after')).toHaveLength(1);
  });

  test('a new incident for it opens there at once', async () => {
    await archived();
    const fresh = await scene.incident('nulls in amount');
    expect(rootsOf(fresh.id).map(({ ts }) => ts)).toEqual([fresh.ts]);
  });
});

describe('when the root message is deleted', () => {
  test('the thread goes on under a new one, and the two are linked', async () => {
    await scene.start();
    const incident = await scene.incident();
    await scene.say(incident.id, 'before');
    await scene.sandbox.until(() => inThread(incident).length === 1);
    deleteAsAdmin(incident);
    await scene.say(incident.id, 'after');
    await scene.say(incident.id, 'and on');
    await waitFor(done);
    const [root, ...others] = scene.sandbox.channel('ml-incidents');
    if (root === undefined) throw new Error('there is no new root');
    expect(others).toEqual([]);
    expect(scene.sandbox.textOf(root)).toContain('AUC of deposit fell');
    const renewed = { ...incident, ts: root.ts };
    await scene.sandbox.until(() => inThread(renewed).length === 3);
    expect(inThread(renewed).filter((text) => !text.includes('deleted'))).toEqual(['after', 'and on']);
    const linkBack = scene.sandbox
      .thread(incident.channel, root.ts)
      .find((it) => scene.sandbox.textOf(it).includes('deleted'));
    expect(JSON.stringify(linkBack?.revisions[0]?.blocks)).toContain('What was said before');
    const old = await scene.sandbox.until(() => {
      const message = scene.sandbox.thread(incident.channel, incident.ts).at(-1);
      return message !== undefined && message.revisions.length > 1 && message;
    });
    expect(JSON.stringify(old.revisions.at(-1)?.blocks)).toContain('goes on here');
    expect((await scene.storage.incidents.summary(incident.id))?.threadTs).toBe(root.ts);
    expect(await scene.storage.incidents.byThread(incident.channel, root.ts)).toMatchObject({
      id: incident.id,
    });
  });

  test('a break in the middle of that leaves one root and no line twice', async () => {
    await scene.start();
    const incident = await scene.incident();
    deleteAsAdmin(incident);
    scene.sandbox.faults.api('chat.update', { kind: 'drop' }, { times: 1 });
    await scene.say(incident.id, 'after');
    await waitFor(done);
    const [root, ...others] = scene.sandbox.channel('ml-incidents');
    expect(others).toEqual([]);
    expect(scene.sandbox.textOf(root ?? deleted())).toContain('AUC of deposit fell');
    const said = inThread({ ...incident, ts: root?.ts ?? '' });
    expect(said.filter((text) => text === 'after')).toHaveLength(1);
  });
});

function deleted(): never {
  throw new Error('there is no root message');
}

/** A workspace admin may delete anybody's message. */
function deleteAsAdmin(thread: Thread): void {
  const message = scene.sandbox.state.messages.get(thread.channel)?.find((it) => it.ts === thread.ts);
  if (message === undefined) throw new Error('nothing to delete');
  message.isDeleted = true;
}

async function waitFor(probe: () => Promise<boolean>, timeoutMs = 8000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${scene.logged.slice(-8).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
