import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/list.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { people, teamId } from '../../sandbox/workspace/seed.ts';
import { renderOutbox } from '../../src/composition/render-outbox.ts';
import { UpdatesConfig } from '../../src/config/schema/actions-schema.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { markdownOf } from '../../src/note/markdown.ts';
import { asideDocument } from '../../src/message/aside.ts';
import { createResponder } from '../../src/response/create-responder.ts';
import { recordFacts } from '../../src/response/record/record.ts';
import type { Responder } from '../../src/response/responder.ts';
import type { SlackSide } from '../../src/slack/slack-ports.ts';
import { startSlack } from '../../src/slack/start-slack.ts';
import { systemClock } from '../../src/time/clock.ts';
import type { IncidentState } from '../../src/incident/state/state.ts';
import { alertOf, factsOf } from '../incident/facts.ts';
import { openOffice } from '../response/office.ts';
import type { Office } from '../response/office.ts';
import { expectLinted } from '../slack/expect-linted.ts';

/** Two people at one incident, over a local Slack, with the real verbs; only what was measured is made up. */
let sandbox: Sandbox;
let office: Office;
let responder: Responder;
let side: SlackSide;
let thread: { readonly channel: string; readonly ts: string };

const CHANNEL = 'ml-incidents';

beforeEach(async () => {
  sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });
  office = await openOffice({ triages: false });
  const { config: loaded } = office.services;
  const { deposit } = loaded.config.models;
  if (deposit === undefined) throw new Error('the office has a model');
  const services = {
    ...office.services,
    clock: systemClock,
    wake: () => side.wake(),
    config: {
      ...loaded,
      config: {
        ...loaded.config,
        models: { deposit: { ...deposit, channel: `#${CHANNEL}` } },
        updates: UpdatesConfig.parse({ stakeholders: '#ml-alerts' }),
      },
    },
  };
  responder = createResponder(services);
  const { incidents, inbox, outbox, asides } = office.storage;
  side = await startSlack(
    {
      botToken: sandbox.botToken,
      delivery: { kind: 'socket', appToken: sandbox.appToken },
      channel: `#${CHANNEL}`,
      timelineEmoji: ['pushpin'],
      listensForAlerts: false,
      allow: [],
      slackApiUrl: sandbox.apiUrl,
      gapMs: 2,
    },
    {
      commands: COMMANDS,
      responder,
      incidents,
      inbox,
      outbox,
      asides: {
        asides,
        render: async ({ incident, seq }, link) => asideDocument(await incidents.read(incident), seq, link),
      },
      render: renderOutbox(incidents),
      channelAlert: () => null,
      clock: systemClock,
      log: office.services.log,
    },
  );
  await side.opened;
  await responder.receiveAlert(alertOf(), systemClock.now());
  const facts = factsOf('chg-0834');
  await recordFacts(services, 'INC-1', [
    facts['snapshot-taken'],
    facts['symptom-measured'],
    facts['scope-measured'],
    facts['check-finished'],
    facts['suspects-ranked'],
  ]);
  thread = await until(async () => {
    const found = await incidents.summary('INC-1');
    return found?.channel && found.threadTs ? { channel: found.channel, ts: found.threadTs } : null;
  });
});

afterEach(async () => {
  await side.close(200);
  expectLinted(sandbox);
  await sandbox.close();
});

async function until<Found>(look: () => Promise<Found | null | false>): Promise<Found> {
  const end = Date.now() + 5000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`it did not come about: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const priya = () => sandbox.as('priya');
const tomas = () => sandbox.as('tomas');
const say = (who: ReturnType<typeof priya>, line: string) =>
  who.mention(CHANNEL, line, { thread: thread.ts });
const stateWhen = (holds: (state: IncidentState) => boolean) =>
  until(async () => {
    const state = await office.state('INC-1');
    return holds(state) && state;
  });
const saidInThread = () => sandbox.thread(thread.channel, thread.ts).map((one) => sandbox.textOf(one));
const heard = (user: string) => sandbox.ephemerals(user).filter((one) => one.from === 'app');
const formOf = (who: ReturnType<typeof priya>, command: string) =>
  until(async () => {
    const view = who.views().at(-1);
    return view?.body['callback_id'] === `form:${command}` && view;
  });

test('a screenshot put on the timeline by 📌, and a file by the shortcut, stand with their links in the entry and in the note', async () => {
  const picture = { name: 'Canary read.png', content: Buffer.from('89504e470d0a1a0a', 'hex') };
  const table = { name: 'by-country.csv', content: Buffer.from('country,n\nBR,31\n') };
  const first = tomas().share(CHANNEL, [picture], { text: 'the canary was flat', thread: thread.ts });
  const second = tomas().share(CHANNEL, [picture, table], { thread: thread.ts });
  priya().react(first, 'pushpin');
  await stateWhen((state) => state.timeline.length === 1);
  await priya().openShortcut(second, 'timeline_add');
  const state = await stateWhen((one) => one.timeline.length === 2);
  const linkOf = (file: string | undefined, name: string) =>
    `https://sandbox.slack.com/files/${people.teamMate}/${file ?? ''}/${name}`;
  const shown = linkOf(first.files[0], 'canary_read.png');
  const links = [linkOf(second.files[0], 'canary_read.png'), linkOf(second.files[1], 'by-country.csv')];
  expect(state.timeline.map(({ text, files }) => ({ text, files }))).toEqual([
    { text: 'tomas: the canary was flat', files: [{ name: 'Canary read.png', link: shown }] },
    {
      text: 'tomas shared 2 files',
      files: [
        { name: 'Canary read.png', link: links[0] },
        { name: 'by-country.csv', link: links[1] },
      ],
    },
  ]);
  say(priya(), 'timeline');
  await until(async () =>
    JSON.stringify(sandbox.thread(thread.channel, thread.ts)).includes(`📎 <${shown}|`),
  );
  const note = markdownOf(noteDocument(await office.storage.incidents.read('INC-1')));
  expect(note).toContain(`[Canary read.png](<${shown}>)`);
  for (const link of links) expect(note).toContain(`](<${link}>)`);
});

describe('roles', () => {
  test('who takes the lead is named at the root, and who is given a role gets a brief alone', async () => {
    say(priya(), 'lead');
    await stateWhen((state) => state.roles.length === 1);
    say(priya(), `assign scribe @tomas`);
    await stateWhen((state) => state.roles.some((one) => one.role === 'scribe'));
    await until(async () =>
      sandbox.traffic
        .search({ name: 'chat.postMessage' })
        .some(({ request }) => JSON.stringify(request).includes('You are scribe of')),
    );
    const root = await until(async () => {
      const shown = JSON.stringify(sandbox.channel(CHANNEL));
      return shown.includes('led by') && shown;
    });
    expect(root).toContain(`led by <@${people.onCall}>`);
  });

  test('a handoff says how it stands', async () => {
    say(priya(), 'lead');
    await stateWhen((state) => state.roles.length === 1);
    say(priya(), 'handoff @tomas the rollback runs');
    const line = await until(
      async () =>
        saidInThread().find((text) => text.startsWith('lead:') && text.includes('the rollback runs')) ?? null,
    );
    expect(line).toContain('Top suspect');
  });
});

test('whys are built in forms, each with its evidence, and the bot objects to a chain that stops at a person', async () => {
  await priya().command(CHANNEL, '/rca why ask');
  const view = await formOf(priya(), 'why');
  expect(view.body).toMatchObject({ blocks: expect.any(Array) as unknown });
  await priya().submit({
    because: { because: 'Tomas forgot to change the client' },
    evidence: { evidence: 'E1' },
  });
  await stateWhen((state) => state.whys.length === 1);
  await until(async () =>
    JSON.stringify(sandbox.thread(thread.channel, thread.ts)).includes('stops at a person'),
  );
  await priya().command(CHANNEL, '/rca why ask W1');
  await formOf(priya(), 'why');
  await priya().submit({ because: { because: 'no contract test covers the keys' } });
  const state = await stateWhen((one) => one.whys.length === 2);
  expect(state.whys.map(({ under, evidence }) => [under, evidence])).toEqual([
    [null, 'E1'],
    ['W1', null],
  ]);
});

test('a mitigation is approved in a form that says how it is undone, done by hand, and may be tried once', async () => {
  await priya().command(CHANNEL, '/rca mitigate 1');
  const view = await formOf(priya(), 'mitigate');
  expect(JSON.stringify(view.body)).toContain('"type":"alert"');
  expect(JSON.stringify(view.body)).toContain('To undo it');
  expect(await priya().submit({})).toEqual({ outcome: 'closed' });
  const state = await stateWhen((one) => one.mitigations.length === 1);
  expect(state.mitigations[0]).toMatchObject({ id: 'M1', way: 'person', state: 'approved' });
  await tomas().command(CHANNEL, '/rca mitigate 1');
  await formOf(tomas(), 'mitigate');
  expect(await tomas().submit({})).toMatchObject({ outcome: 'errors' });
  say(tomas(), 'mitigate done M1');
  await stateWhen((one) => one.mitigations[0]?.state === 'done');
});

test('closing asks the three questions and what is missing; closed meanwhile, the form says so and keeps the words', async () => {
  await priya().command(CHANNEL, '/rca resolve');
  await formOf(priya(), 'resolve');
  await tomas().command(CHANNEL, '/rca update');
  await formOf(tomas(), 'update');
  const answers = {
    reason: { reason: 'rolled back, AUC 0.86' },
    reproduced: { reproduced: 'yes' },
    holds: { holds: 'unsure' },
    guardrail: { guardrail: 'no' },
    although: { although: 'the test comes tomorrow' },
  };
  expect(await priya().submit(answers)).toEqual({ outcome: 'closed' });
  const state = await stateWhen((one) => one.status === 'resolved');
  expect(state.selfCheck.map((one) => one.answer)).toEqual(['yes', 'unsure', 'no']);
  expect(state.overrides[0]?.reason).toBe('the test comes tomorrow');
  const late = await tomas().submit({
    conditions: { conditions: 'still bad' },
    actions: { actions: 'looking' },
  });
  expect(late).toMatchObject({ outcome: 'errors' });
  expect(JSON.stringify(late)).toContain('was resolved at');
  expect((await office.state('INC-1')).updates).toEqual([]);
});

test('a typed resolve says once what is missing, to that person alone', async () => {
  say(priya(), 'resolve rolled back');
  await until(async () => heard(people.onCall).some((one) => one.text.includes('nothing is planned')));
  expect((await office.state('INC-1')).status).toBe('open');
  say(priya(), 'resolve rolled back');
  const state = await stateWhen((one) => one.status === 'resolved');
  expect(state.overrides.map((one) => one.guard)).toContain('no-guardrail');
});

test('an update goes to the thread and, in short, to the stakeholders', async () => {
  say(priya(), 'update conditions: AUC 0.79 actions: rolling back needs: none');
  await stateWhen((state) => state.updates.length === 1);
  const told = await until(async () => sandbox.channel('ml-alerts').at(-1) ?? null);
  expect(JSON.stringify(told)).toContain('rolling back');
});

test('a checklist ticks itself where the log knows, and a person ticks the rest', async () => {
  await priya().command(CHANNEL, '/rca checklist triage');
  const told = await until(async () => heard(people.onCall).at(-1) ?? null);
  expect(told.text).toContain('of 6 done');
  say(priya(), 'checklist autoscaling yes grew to 12 at 14:10');
  const state = await stateWhen((one) => one.ticks.length === 1);
  expect(state.ticks[0]).toMatchObject({ item: 'autoscaling', words: 'grew to 12 at 14:10' });
});

test('a suggested action item is added by one press, and a form adds any other with owner and day', async () => {
  await priya().command(CHANNEL, '/rca action');
  const told = await until(async () => heard(people.onCall).at(-1) ?? null);
  await priya().click(told, 'command:0');
  await stateWhen((state) => state.actions.length === 1);
  await priya().command(CHANNEL, '/rca action new');
  await formOf(priya(), 'action');
  await priya().submit({
    text: { text: 'canary reads' },
    kind: { kind: 'guardrail' },
    owner: { owner: people.onCall },
    due: { due: '2026-12-01' },
  });
  const state = await stateWhen((one) => one.actions.length === 2);
  expect(state.actions[1]).toMatchObject({ owner: `${teamId}:${people.onCall}`, due: '2026-12-01' });
});

test('what is pinned follows its message: edits and deletion are revisions, a star leads the note', async () => {
  const message = tomas().post(CHANNEL, 'flag off', { thread: thread.ts });
  priya().react(message, 'pushpin');
  await stateWhen((state) => state.timeline.length === 1);
  priya().react(message, 'star');
  await stateWhen((state) => state.timeline[0]?.starred === true);
  tomas().edit(message, 'flag off at 14:05');
  await stateWhen((state) => state.timeline[0]?.text === 'tomas: flag off at 14:05');
  tomas().delete(message);
  const state = await stateWhen((one) => one.timeline[0]?.text.includes('was deleted') === true);
  expect(state.timeline[0]?.history.map((one) => one.text)).toEqual([
    'tomas: flag off',
    'tomas: flag off at 14:05',
  ]);
});

test('another person may not rewrite an entry, and hears why alone', async () => {
  say(priya(), 'timeline add 2h ago paged the vendor');
  const state = await stateWhen((one) => one.timeline.length === 1);
  const entry = state.timeline[0]?.id ?? '';
  say(tomas(), `timeline edit ${entry} did not page anybody`);
  await until(async () => heard(tomas().id).some((one) => one.text.includes("somebody else's")));
  expect((await office.state('INC-1')).timeline[0]?.text).toBe('paged the vendor');
});

describe('bad input is answered to that person alone, and nothing is lost', () => {
  const toldTo = (who: ReturnType<typeof priya>, words: string) =>
    until(async () => heard(who.id).find((one) => one.text.includes(words)) ?? null);
  const nothingNew = async (before: number) => {
    expect((await office.events('INC-1')).length).toBe(before);
    expect(saidInThread().filter((text) => text.includes('has not happened yet'))).toEqual([]);
  };

  test('times that contradict each other', async () => {
    const before = (await office.events('INC-1')).length;
    say(tomas(), 'timeline add 2099-01-01T10:00Z rolled back');
    await toldTo(tomas(), 'has not happened yet');
    say(priya(), 'confirm since 2020-01-01T00:00Z');
    await toldTo(priya(), 'is before it began');
    await nothingNew(before);
    expect(heard(priya().id).some((one) => one.text.includes('has not happened yet'))).toBe(false);
  });

  test('a resolve of what is resolved', async () => {
    say(priya(), 'resolve rolled back although: a drill');
    await stateWhen((one) => one.status === 'resolved');
    const before = (await office.events('INC-1')).length;
    say(tomas(), 'resolve it was me');
    await toldTo(tomas(), 'was resolved at');
    await nothingNew(before);
    expect((await office.state('INC-1')).resolution?.reason).toBe('rolled back');
  });

  test('a why of 30,000 characters', async () => {
    const before = (await office.events('INC-1')).length;
    say(priya(), `why "${'why'.repeat(10_000)}"`);
    await toldTo(priya(), '30,000 characters');
    await nothingNew(before);
    expect((await office.state('INC-1')).whys).toEqual([]);
  });

  test('a race of emoji: however they come, the timeline agrees with the message in the end', async () => {
    const message = tomas().post(CHANNEL, 'flag off', { thread: thread.ts });
    for (const who of [priya(), tomas()]) who.react(message, 'pushpin');
    priya().unreact(message, 'pushpin');
    priya().react(message, 'star');
    priya().unreact(message, 'star');
    const state = await stateWhen((one) => one.timeline.length === 1 && one.timeline[0]?.starred === false);
    expect(state.timeline[0]?.text).toBe('tomas: flag off');
    tomas().unreact(message, 'pushpin');
    await stateWhen((one) => one.timeline.length === 0);
  });
});

test('/rca with nothing opens the tray of where the incident is', async () => {
  await priya().command(CHANNEL, '/rca');
  const told = await until(async () => heard(people.onCall).at(-1) ?? null);
  expect(told.text).toContain('INC-1 at Suspects');
  expect(told.text).toContain('Mitigate');
});
