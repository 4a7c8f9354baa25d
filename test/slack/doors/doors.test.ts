import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../sandbox/workspace/entities.ts';
import { people, teamId } from '../../../sandbox/workspace/seed.ts';
import { setScene } from '../scene.ts';
import type { Scene } from '../scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.stop());

const priya = () => scene.sandbox.as('priya');
const heard = (user: string = people.onCall) =>
  scene.sandbox.ephemerals(user).filter((it) => it.from === 'app');
const replies = (thread: { channel: string; ts: string }) =>
  scene.sandbox
    .thread(thread.channel, thread.ts)
    .slice(1)
    .map((message) => scene.sandbox.textOf(message));
const nextWord = (count = 1, user: string = people.onCall) =>
  scene.sandbox.until(() => heard(user).length >= count && heard(user).at(-1));

describe.each(['socket', 'http'] as const)('through every door, by %s', (kind) => {
  beforeEach(async () => {
    if (kind === 'socket') return void (await scene.start());
    const { signingSecret } = scene.sandbox;
    const side = await scene.start({ delivery: { kind: 'http', signingSecret, port: 0 } });
    const isVerified = await scene.sandbox.deliverTo(`http://127.0.0.1:${side.port}/slack/events`);
    if (!isVerified || side.health().state !== 'listening') throw new Error('the bot does not listen');
  });

  test('a slash command in the channel runs for its one open incident and is answered in the thread', async () => {
    const incident = await scene.incident();
    expect(await priya().command('ml-incidents', '/rca scope country')).toEqual({ outcome: 'acked' });
    await scene.sandbox.until(() => replies(incident).includes('scope country'));
    expect(scene.seen.ran).toEqual([`slash ${incident.id} scope country by ${teamId}:${people.onCall}`]);
    expect((await nextWord()).text).toContain(`The answer is in the thread of ${incident.id}`);
  });

  test('a mention in the thread runs for its incident, among several', async () => {
    await scene.incident('first');
    const second = await scene.incident('second');
    priya().mention('ml-incidents', 'scope device', { thread: second.ts });
    await scene.sandbox.until(() => replies(second).includes('scope device'));
    expect(scene.seen.ran).toEqual([`mention ${second.id} scope device by ${teamId}:${people.onCall}`]);
    expect(heard()).toEqual([]);
  });

  test('a button of the root message runs its command line', async () => {
    const incident = await scene.incident();
    expect(await priya().click(incident, 'command:0')).toEqual({ outcome: 'acked' });
    await scene.sandbox.until(() => replies(incident).includes('scope country'));
    expect(scene.seen.ran).toEqual([`button ${incident.id} scope country by ${teamId}:${people.onCall}`]);
  });

  test('the message shortcut puts a message on the timeline', async () => {
    const incident = await scene.incident();
    const said = scene.sandbox
      .as('tomas')
      .post('ml-incidents', 'flag <off> at 14:05, @priya', { thread: incident.ts });
    await priya().openShortcut(said, 'timeline_add');
    await until(async () => (await scene.timeline(incident.id)).length === 1);
    expect(await scene.timeline(incident.id)).toEqual([`tomas: flag <off> at 14:05, @${people.onCall}`]);
    await priya().openShortcut(said, 'timeline_add');
    expect((await nextWord()).text).toBe(`It is on the timeline of ${incident.id} already.`);
  });

  test('a reaction puts the message on the timeline, and taking it back removes exactly that entry', async () => {
    const incident = await scene.incident();
    const [one, other] = ['rolled back', 'still bad'].map((text) =>
      priya().post('ml-incidents', text, { thread: incident.ts }),
    ) as [Message, Message];
    for (const message of [one, other]) scene.sandbox.as('tomas').react(message, 'pushpin');
    await until(async () => (await scene.timeline(incident.id)).length === 2);
    scene.sandbox.as('tomas').unreact(one, 'pushpin');
    await until(async () => (await scene.timeline(incident.id)).length === 1);
    expect(await scene.timeline(incident.id)).toEqual(['priya: still bad']);
    const facts = (await scene.storage.incidents.read(incident.id)).map((event) => event.fact);
    // Two reactions of one moment may be handled in either order.
    const added = facts.find((fact) => fact.type === 'timeline-added' && fact.text.endsWith('rolled back'));
    expect(added).toMatchObject({
      happenedAt: new Date(Math.round(Number(one.ts) * 1000)),
      origin: { channel: incident.channel, ts: one.ts, via: 'reaction' },
    });
    expect(added?.type === 'timeline-added' && added.origin?.permalink).toContain('/archives/');
  });

  test('a reaction in a thread whose first message the bot does not know of yet is not lost', async () => {
    const { outbox } = scene.storage;
    const whole = { ...outbox };
    // Slack has the root message; the bot does not hear of it.
    Object.assign(outbox, { sent: () => Promise.reject(new Error('the disk is full')) });
    await scene.declare('AUC fell');
    await scene.sandbox.until(() => scene.sandbox.channel('ml-incidents').length === 1);
    const root = scene.sandbox.channel('ml-incidents')[0] as Message;
    const said = priya().post('ml-incidents', 'rolled back', { thread: root.ts });
    scene.sandbox.as('tomas').react(said, 'pushpin');
    await until(async () => (await scene.timeline('INC-1')).length === 1);
    expect(await scene.timeline('INC-1')).toEqual(['priya: rolled back']);
    Object.assign(outbox, whole);
    await until(async () => (await scene.storage.outbox.depth()).waiting === 0);
    expect(scene.sandbox.channel('ml-incidents').map((message) => message.ts)).toEqual([root.ts]);
  });

  test("an alert of another bot's in an alert channel opens an incident", async () => {
    scene.sandbox
      .asBot('grafana')
      .post('ml-alerts', { attachments: [{ title: 'FIRING', text: 'precision 0.61' }] });
    await scene.sandbox.until(() => scene.sandbox.channel('ml-incidents').length === 1);
    expect(scene.seen.alerts).toMatchObject([
      { channel: { name: 'ml-alerts' }, bot: { name: 'grafana' }, text: 'FIRING\nprecision 0.61' },
    ]);
  });
});

describe('which incident', () => {
  beforeEach(() => scene.start());

  test('with several open, the person is asked, and a press runs it', async () => {
    const [first, second] = [await scene.incident('first'), await scene.incident('second')];
    await priya().command('ml-incidents', '/rca scope country');
    const question = await nextWord();
    expect(question.text).toContain('Which incident?');
    expect(scene.seen.ran).toEqual([]);
    await priya().click(question, 'command:1');
    await scene.sandbox.until(() => scene.seen.ran.length === 1);
    const ran = scene.seen.ran[0] ?? '';
    expect([first, second].some((it) => ran.startsWith(`button ${it.id} scope country`))).toBe(true);
    await scene.sandbox.until(() => heard().some((it) => it.text.includes('The answer is in')));
    expect(heard()).toHaveLength(1);
  });

  test('named in front, it is the one, wherever it is asked', async () => {
    const incident = await scene.incident();
    await scene.incident('another');
    await priya().command('ml-alerts', `/rca ${incident.id.toLowerCase()} scope country`);
    await scene.sandbox.until(() => replies(incident).includes('scope country'));
    expect(scene.seen.ran).toHaveLength(1);
  });

  test('with none open here, the person hears so and where one is', async () => {
    await priya().command('ml-alerts', '/rca scope');
    expect((await nextWord()).text).toBe('No incident is open in this channel.');
    const incident = await scene.incident();
    await priya().command('ml-alerts', '/rca scope');
    expect((await nextWord(2)).text).toContain(incident.id);
    expect(scene.seen.ran).toEqual([]);
  });

  test('an incident that does not exist is said not to exist', async () => {
    await priya().command('ml-incidents', '/rca INC-99999 scope');
    expect((await nextWord()).text).toContain('There is no incident INC-99999');
  });

  test('a message is put on the timeline of the incident the person picks', async () => {
    const [first, second] = [await scene.incident('first'), await scene.incident('second')];
    const said = priya().post('ml-incidents', 'said beside the threads');
    await priya().openShortcut(said, 'timeline_add');
    const question = await nextWord();
    expect(question.text).toContain('On the timeline of which incident?');
    const isFirst = question.text.indexOf(first.id) < question.text.indexOf(second.id);
    await priya().click(question, isFirst ? 'command:0' : 'command:1');
    await until(async () => (await scene.timeline(first.id)).length === 1);
    expect(await scene.timeline(first.id)).toEqual(['priya: said beside the threads']);
    expect(await scene.timeline(second.id)).toEqual([]);
  });

  test('a message of another channel cannot be read through the bot', async () => {
    const incident = await scene.incident();
    const secret = priya().post('ml-private', 'a secret');
    const link = `https://sandbox.slack.com/archives/${secret.channel}/p${secret.ts.replace('.', '')}`;
    await scene.sandbox.as('tomas').command('ml-incidents', `/rca pin ${link}`);
    expect((await nextWord(1, people.teamMate)).text).toBe('There is no such message in this channel.');
    expect(await scene.timeline(incident.id)).toEqual([]);
  });
});

describe('what is said to one person', () => {
  beforeEach(() => scene.start());

  test('a slip of the finger is answered with the right line as a button', async () => {
    const incident = await scene.incident();
    await priya().command('ml-incidents', '/rca scpoe country');
    const hint = await nextWord();
    expect(hint.text).toBe('There is no command "scpoe". Try: /rca scope country');
    await priya().click(hint, 'command:0');
    await scene.sandbox.until(() => replies(incident).includes('scope country'));
  });

  test('an answer to a mention in a thread stays in that thread, for that person alone', async () => {
    const incident = await scene.incident();
    priya().mention('ml-incidents', 'models', { thread: incident.ts });
    expect(await nextWord()).toMatchObject({ threadTs: incident.ts, user: people.onCall, text: 'deposit' });
    expect(replies(incident)).toEqual(['<@U0RCABOT01> models']);
  });

  test('/rca alone says what can be asked', async () => {
    await priya().command('ml-alerts', '/rca');
    expect((await nextWord()).text).toContain('scope');
  });

  test('an error that knows what to do about it is told as it is, once', async () => {
    await priya().command('ml-alerts', '/rca explode');
    expect((await nextWord()).text).toBe('The warehouse is asleep. Wake it.');
  });

  test('hostile text in an answer mentions nobody', async () => {
    await priya().command('ml-alerts', '/rca models');
    expect(JSON.stringify((await nextWord()).blocks)).toContain('&lt;!channel&gt;');
  });

  test('a slash command works in a channel the bot is not in', async () => {
    await priya().command('general', '/rca models');
    expect((await nextWord()).text).toBe('deposit');
  });
});

describe('who may', () => {
  test('a guest is refused at every door, politely and alone', async () => {
    await scene.start();
    const incident = await scene.incident('here', '#ml-alerts');
    const gwen = scene.sandbox.as('gwen');
    const said = priya().post('ml-alerts', 'rolled back', { thread: incident.ts });
    await gwen.command('ml-alerts', '/rca scope');
    gwen.mention('ml-alerts', 'scope', { thread: incident.ts });
    await gwen.click(incident, 'command:0');
    await gwen.openShortcut(said, 'timeline_add');
    gwen.react(said, 'pushpin');
    await scene.sandbox.until(() => heard(people.guest).length === 5);
    expect(new Set(heard(people.guest).map((it) => it.text))).toEqual(
      new Set(['Sorry, guests cannot work on incidents here.']),
    );
    expect(scene.seen.ran).toEqual([]);
    expect(await scene.timeline(incident.id)).toEqual([]);
    const kept = (await scene.storage.incidents.read(incident.id)).filter(
      ({ fact }) => fact.type === 'permission-refused',
    );
    expect(kept.map(({ actor, fact }) => ({ actor, fact }))).toContainEqual({
      actor: { kind: 'person', id: `${teamId}:${people.guest}` },
      fact: { type: 'permission-refused', asked: 'scope', reason: 'a guest of the workspace' },
    });
    expect(kept).toHaveLength(5);
    expect(replies(incident)).toEqual(['rolled back', expect.stringContaining('scope')]);
  });

  test("a guest's reaction does not keep an entry that its author takes back", async () => {
    await scene.start();
    const incident = await scene.incident('here', '#ml-alerts');
    const said = priya().post('ml-alerts', 'rolled back', { thread: incident.ts });
    priya().react(said, 'pushpin');
    await until(async () => (await scene.timeline(incident.id)).length === 1);
    scene.sandbox.as('gwen').react(said, 'pushpin');
    priya().unreact(said, 'pushpin');
    await until(async () => (await scene.timeline(incident.id)).length === 0);
    expect(heard(people.guest).map((it) => it.text)).toEqual([
      'Sorry, guests cannot work on incidents here.',
    ]);
  });

  test('two people pin one message: one entry, which stays until both take it back', async () => {
    await scene.start();
    const incident = await scene.incident();
    const said = priya().post('ml-incidents', 'rolled back', { thread: incident.ts });
    priya().react(said, 'pushpin');
    scene.sandbox.as('tomas').react(said, 'pushpin');
    await until(async () => (await scene.timeline(incident.id)).length === 1);
    priya().unreact(said, 'pushpin');
    await scene.sandbox.settled();
    expect(await scene.timeline(incident.id)).toHaveLength(1);
    scene.sandbox.as('tomas').unreact(said, 'pushpin');
    await until(async () => (await scene.timeline(incident.id)).length === 0);
  });

  test('an allow-listed guest is let in', async () => {
    await scene.start({ allow: [people.guest] });
    const incident = await scene.incident('here', '#ml-alerts');
    await scene.sandbox.as('gwen').command('ml-alerts', '/rca scope country');
    await scene.sandbox.until(() => replies(incident).includes('scope country'));
    expect(scene.seen.ran).toHaveLength(1);
  });

  test('in a channel shared with another company nobody is let in, unless the channel is listed', async () => {
    await scene.start();
    await priya().command('partners', '/rca models');
    expect((await nextWord()).text).toContain('shared with another organization');
    await scene.stop();
    scene = await setScene();
    await scene.start({ allow: ['C0PARTNERS'] });
    await priya().command('partners', '/rca models');
    expect((await nextWord()).text).toBe('deposit');
  });
});

async function until(probe: () => Promise<boolean>, timeoutMs = 5000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await probe())) {
    if (Date.now() > deadline)
      throw new Error(`waited ${timeoutMs} ms in vain: ${scene.logged.slice(-5).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
