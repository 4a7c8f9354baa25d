import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Message } from '../../sandbox/workspace/entities.ts';
import { people, teamId } from '../../sandbox/workspace/seed.ts';
import type { Bot } from '../../src/composition/bot.ts';
import type { IncidentEvent, IncidentFact } from '../../src/incident/facts/events.ts';
import { rootMessage } from '../../src/message/root.ts';
import { saidByTheLog, saidIn, setStage, stateAfter } from './stage.ts';
import type { Stage } from './stage.ts';
import { expectLinted } from '../slack/expect-linted.ts';

/** One incident from the alert to the end, told in order: each part goes on where the one before it ended. */

const CHANNEL = 'ml-incidents';
const priya = { kind: 'person', id: `${teamId}:${people.onCall}` } as const;

// Two whole diagnoses over real tables: seconds on an idle machine, and more on a busy one.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let stage: Stage;
let bot: Bot;
let incident: { readonly id: string; readonly channel: string; readonly ts: string };

beforeAll(async () => {
  stage = await setStage('feature-store-keys');
  bot = await stage.start();
});
afterAll(async () => {
  await bot.close();
  await stage.close();
});

const events = (): Promise<readonly IncidentEvent[]> => bot.responder.events(incident.id);
const newest = async (): Promise<IncidentEvent | undefined> => (await events()).at(-1);
const newestOf = async (type: IncidentFact['type']) =>
  (await events()).findLast((event) => event.fact.type === type);
const messages = (): readonly Message[] => stage.sandbox.thread(incident.channel, incident.ts);
/** The bot's own messages in the thread, the root first; pictures are for themselves. */
const said = () =>
  messages()
    .filter((message) => message.user === stage.sandbox.state.app.botUserId && message.files.length === 0)
    .map(saidIn);
const person = (name = 'priya') => stage.sandbox.as(name);
const heard = (user: string) => stage.sandbox.ephemerals(user).map((message) => message.text);

async function expectThreadIsLog(): Promise<void> {
  expect(said()).toEqual(saidByTheLog(await events()));
}

async function post(body: unknown): Promise<number> {
  const answer = await fetch(`${bot.intakeUrl}/alerts/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await stage.settled(bot);
  return answer.status;
}

describe('the alert', () => {
  test('opens one incident with one root message, and the thread says what was found', async () => {
    expect(await post(stage.recorded.alert)).toBeLessThan(300);
    const [only, ...others] = await bot.responder.incidents({ status: 'open' });
    expect(others).toEqual([]);
    if (only === undefined || only.channel === null || only.threadTs === null)
      throw new Error('the thread did not appear');
    incident = { id: only.id, channel: only.channel, ts: only.threadTs };
    expect(stage.sandbox.channel(CHANNEL)).toHaveLength(1);
    const types = (await events())
      .map((event) => event.fact.type)
      .filter((type) => type !== 'check-finished');
    expect(types).toEqual([
      'declared',
      'snapshot-taken',
      'symptom-measured',
      'scope-measured',
      'checks-planned',
      'triage-finished',
      'suspects-ranked',
      'severity-proposed',
    ]);
    await expectThreadIsLog();
    const pictures = messages().filter((message) => message.files.length > 0);
    // Its heading stands in the picture: neither its message nor its name in Slack says it once more.
    expect(pictures.map((message) => stage.sandbox.textOf(message))).toEqual(['']);
    const files = pictures.flatMap((message) => message.files.map((id) => stage.sandbox.state.files.get(id)));
    expect(files).toMatchObject([{ title: `${incident.id}: symptom` }]);
  });

  test('is measured: the metric fell, since a time before it fired, and the checks say why', async () => {
    const { symptom, evidence, ranking, failures } = stateAfter(await events());
    expect(failures).toEqual([]);
    expect(symptom).toMatchObject({ metric: 'auc', changed: true });
    expect(symptom?.after?.value).toBeLessThan(symptom?.before?.value ?? 0);
    expect(symptom?.onset?.at.getTime()).toBeLessThan(new Date('2026-03-12T14:35:00Z').getTime());
    expect(evidence.some((one) => one.verdict.answer === 'shifted')).toBe(true);
    expect(ranking?.verdict).toBe('incident');
    const top = ranking?.suspects[0];
    expect(top?.for.length).toBeGreaterThan(0);
    const ids = new Set(evidence.map((one) => one.id));
    expect(top?.for.filter((argument) => !ids.has(argument.evidence))).toEqual([]);
  });

  test('again, byte for byte or as a new delivery, posts nothing new', async () => {
    const before = messages().length;
    await post(stage.recorded.alert);
    await post({ sentAgain: true, ...(stage.recorded.alert as object) });
    expect(messages()).toHaveLength(before);
    expect(stage.sandbox.channel(CHANNEL)).toHaveLength(1);
    expect(stateAfter(await events()).alerts.map((met) => met.meeting)).toEqual(['opened', 'repeated']);
    expect(JSON.stringify(said()[0])).toContain('the alert repeated once');
    await expectThreadIsLog();
  });
});

describe('five doors', () => {
  test('a slash command in the channel is answered in the thread of the one open incident', async () => {
    expect(await person().command(CHANNEL, '/rca scope country')).toEqual({ outcome: 'acked' });
    await stage.settled(bot);
    expect(await newest()).toMatchObject({ actor: priya, fact: { type: 'scope-measured', breakdown: true } });
    expect(heard(people.onCall).at(-1)).toContain(`The answer is in the thread of ${incident.id}`);
    await expectThreadIsLog();
  });

  test('a mention in the thread', async () => {
    person().mention(CHANNEL, 'timeline add 14:10 the key format of the store was changed', {
      thread: incident.ts,
    });
    await stage.settled(bot);
    expect(await newest()).toMatchObject({
      actor: priya,
      fact: {
        type: 'timeline-added',
        happenedAt: new Date('2026-03-12T14:10:00Z'),
        text: 'the key format of the store was changed',
        origin: { via: 'command' },
      },
    });
    await expectThreadIsLog();
  });

  test('a press of a button', async () => {
    const buttons = rootMessage(stateAfter(await events())).blocks.flatMap((block) =>
      block.kind === 'buttons' ? block.buttons : [],
    );
    const suspects = buttons.findIndex((button) => button.command.endsWith(' suspects'));
    expect(await person('tomas').click(incident, `command:${suspects}`)).toEqual({ outcome: 'acked' });
    await stage.settled(bot);
    expect(await newest()).toMatchObject({
      actor: { kind: 'person', id: `${teamId}:${people.teamMate}` },
      fact: { type: 'asked', view: 'suspects' },
    });
    await expectThreadIsLog();
  });

  test('the message shortcut', async () => {
    const message = person('tomas').post(CHANNEL, 'the writer still uses the old key', {
      thread: incident.ts,
    });
    await person().openShortcut(message, 'timeline_add');
    await stage.settled(bot);
    expect(await newest()).toMatchObject({
      actor: priya,
      fact: { type: 'timeline-added', origin: { ts: message.ts, via: 'shortcut' } },
    });
    expect((await newestOf('timeline-added'))?.fact).toMatchObject({
      text: expect.stringContaining('the writer still uses the old key') as unknown,
    });
    await expectThreadIsLog();
  });

  test('a reaction, which taken back takes back exactly that entry', async () => {
    const [one, other] = ['rolled the writer back', 'AUC is coming back'].map((text) =>
      person('tomas').post(CHANNEL, text, { thread: incident.ts }),
    );
    if (one === undefined || other === undefined) throw new Error('nothing was posted');
    person().react(one, 'pushpin');
    person().react(other, 'pushpin');
    await stage.settled(bot);
    const before = stateAfter(await events()).timeline;
    expect(before.map((entry) => entry.origin?.via)).toEqual(['command', 'shortcut', 'reaction', 'reaction']);
    person().unreact(one, 'pushpin');
    await stage.settled(bot);
    const after = stateAfter(await events()).timeline;
    expect(after).toEqual(before.filter((entry) => entry.origin?.ts !== one.ts));
    expect(after).toHaveLength(3);
    await expectThreadIsLog();
  });

  test('and none of them for a guest', async () => {
    const before = await events();
    await person('gwen').command('ml-alerts', `/rca ${incident.id} note`);
    person('gwen').mention('ml-alerts', `${incident.id} resolve it is fine although: a test`);
    await stage.settled(bot);
    expect(new Set(heard(people.guest))).toEqual(new Set(['Sorry, guests cannot work on incidents here.']));
    expect(heard(people.guest)).toHaveLength(2);
    // That somebody was refused is kept, and nothing else.
    const after = await events();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map((event) => event.fact.type)).toEqual([
      'permission-refused',
      'permission-refused',
    ]);
  });
});

describe('the work in the thread', () => {
  test('a check asked for becomes evidence, and a why rests on it', async () => {
    person().mention(CHANNEL, 'check null-rate country=BR', { thread: incident.ts });
    await stage.settled(bot);
    const evidence = stateAfter(await events()).evidence.at(-1);
    expect(evidence).toMatchObject({ check: 'null-rate', parameters: { segment: '{"country":"BR"}' } });
    person().mention(CHANNEL, `why “the store answers under the old key” ${evidence?.id ?? ''}`, {
      thread: incident.ts,
    });
    await stage.settled(bot);
    expect(await newest()).toMatchObject({
      fact: { type: 'why-added', text: 'the store answers under the old key', evidence: evidence?.id },
    });
    await expectThreadIsLog();
  });

  test('a slip is answered to that person alone, with the right line', async () => {
    const before = messages().length;
    await person().command(CHANNEL, '/rca scpoe country');
    await stage.settled(bot);
    expect(heard(people.onCall).at(-1)).toContain('/rca scope country');
    expect(messages()).toHaveLength(before);
  });

  test('the note says what is known, and the end is said with its cause', async () => {
    person().mention(CHANNEL, 'note', { thread: incident.ts });
    await stage.settled(bot);
    expect(await newest()).toMatchObject({ fact: { type: 'note-written', revision: 1 } });
    // It is longer than its message, which says so: all of it is in files below.
    expect(JSON.stringify(messages().findLast((message) => message.files.length === 0)?.revisions)).toContain(
      'All of it is in the files below',
    );
    await stage.sandbox.until(() => messages().some((message) => message.files.length === 2) || undefined);
    person().mention(
      CHANNEL,
      'resolve cause=config.feature-store the writer was rolled back although: it is a recording',
      {
        thread: incident.ts,
      },
    );
    await stage.settled(bot);
    expect(await newest()).toMatchObject({
      actor: priya,
      fact: { type: 'resolved', cause: 'config.feature-store', reason: 'the writer was rolled back' },
    });
    expect(await bot.responder.incidents({ status: 'open' })).toEqual([]);
    expect(said()[0]?.text).toContain('resolved');
    await expectThreadIsLog();
  });
});

describe('a restart', () => {
  test('on the same database says nothing twice, and work goes on where it was', async () => {
    const [log, thread, ephemeral] = [await events(), messages(), heard(people.onCall)];
    await bot.close();
    bot = await stage.start();
    await stage.settled(bot);
    expect(await events()).toEqual(log);
    expect(messages()).toEqual(thread);
    expect(heard(people.onCall)).toEqual(ephemeral);
    person().mention(CHANNEL, 'reopen AUC fell again', { thread: incident.ts });
    await stage.settled(bot);
    expect(await newest()).toMatchObject({ fact: { type: 'reopened', reason: 'AUC fell again' } });
    expect((await bot.responder.incidents({ status: 'open' })).map((one) => one.id)).toEqual([incident.id]);
    await expectThreadIsLog();
  });

  test('in the middle of a triage finishes it, and says nothing twice', async () => {
    const alert = JSON.parse(
      JSON.stringify(stage.recorded.alert)
        .replaceAll('2026-03-12T14:35', '2026-03-12T05:35')
        .replaceAll('cbd9f49ff89ab2aa', 'another')
        .replaceAll('"auc"', '"latency_p95"'),
    ) as unknown;
    await fetch(`${bot.intakeUrl}/alerts/alertmanager`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alert),
    });
    const second = await stage.sandbox.until(() => stage.sandbox.channel(CHANNEL)[1]);
    await bot.close();
    bot = await stage.start();
    await stage.settled(bot);
    const [open] = await bot.responder.incidents({ status: 'open' });
    if (open?.threadTs !== second.ts || open.channel === null)
      throw new Error('the second thread is another');
    incident = { id: open.id, channel: open.channel, ts: second.ts };
    const types = (await events())
      .map((event) => event.fact.type)
      .filter((type) => type !== 'check-finished');
    expect(new Set(types).size).toBe(types.length);
    expect(types.slice(-2)).toEqual(['suspects-ranked', 'severity-proposed']);
    await expectThreadIsLog();
  });
});

test('Slack took everything that was said, and nothing went wrong on the way', () => {
  expect(expectLinted(stage.sandbox)).toBeGreaterThan(20);
  expect(stage.problems).toEqual([]);
});
