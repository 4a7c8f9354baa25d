import { afterEach, beforeEach, expect, test } from 'vitest';
import { lintView } from '../../sandbox/blocks/view.ts';
import { people, teamId } from '../../sandbox/workspace/seed.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import type { MonitorRun } from '../../src/response/store/monitor-store.ts';
import type { MonitorView } from '../../src/response/monitors/list-monitors.ts';
import type { Overview } from '../../src/response/past/past-incidents.ts';
import { startSlack } from '../../src/slack/start-slack.ts';
import type { SlackSide } from '../../src/slack/slack-ports.ts';
import { factsOf, logOf, priya } from '../incident/facts.ts';
import { hostile } from '../message/hostile.ts';
import { setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
let side: SlackSide;
let asked: string[];
let overview: Overview;
let watched: readonly MonitorView[];
beforeEach(async () => {
  [asked, overview, watched] = [[], { open: [], mine: [], published: [] }, []];
  scene = await setScene();
  const responder = {
    ...scene.ports.responder,
    overview: async (person: string) => {
      asked.push(person);
      return overview;
    },
    monitors: async () => watched,
  };
  side = await startSlack(scene.settings, { ...scene.ports, responder });
  await side.opened;
});
afterEach(async () => {
  await side.close(100);
  await scene.stop();
});

function fullOf(say?: string): Overview {
  const facts = factsOf(say);
  const state = stateOf(
    logOf(
      [
        facts.declared,
        facts['symptom-measured'],
        facts['role-assigned'],
        facts['action-added'],
        facts['note-published'],
      ],
      priya,
    ),
  );
  const [action] = state?.actions ?? [];
  if (state === null || action === undefined) throw new Error('nothing happened');
  return { open: Array<typeof state>(12).fill(state), mine: [{ state, action }], published: [state] };
}

const home = (user: string) => JSON.stringify(scene.sandbox.home(user)?.body ?? null);
async function opened(name: string, user: string): Promise<string> {
  scene.sandbox.as(name).openHome();
  await scene.sandbox.until(() => home(user) !== 'null', 5000);
  return home(user);
}

test('who opens the home finds what is open, what that person promised, and the newest notes', async () => {
  overview = fullOf();
  const shown = await opened('priya', people.onCall);
  expect(asked).toEqual([`${teamId}:${people.onCall}`]);
  for (const words of [
    'Open incidents',
    'INC-7',
    'Your action items',
    'action done A1',
    'Recent notes',
    'and 4 more',
  ])
    expect(shown).toContain(words);
});

const run = (outcome: MonitorRun['outcome'], firing: boolean): MonitorRun => ({
  monitor: 'nulls',
  slot: new Date('2026-03-09T14:00:00Z'),
  cause: 'scheduled',
  missed: 0,
  startedAt: new Date('2026-03-09T14:00:00Z'),
  finishedAt: new Date('2026-03-09T14:00:01Z'),
  outcome,
  value: 0.3,
  size: 0.3,
  threshold: 0.02,
  n: 500,
  reason: 'age is null in 30 % of requests',
  firing,
  alerted: firing,
});

const view = (name: string, changes: Partial<MonitorView>): MonitorView => ({
  name,
  model: 'deposit',
  watches: 'null-rate',
  next: new Date('2026-03-09T14:30:00Z'),
  last: run('steady', false),
  values: [0.01, 0.02, 0.3],
  mute: null,
  ...changes,
});

test('the home lists what is watched: what is loud first, its last values, the next run, until when it is muted', async () => {
  const from = new Date('2026-03-09T13:00:00Z');
  const mute = { monitor: 'range', from, until: from, reason: 'the table is backfilled', by: 'T1:U1' };
  watched = [
    view('quiet', {}),
    view('range', { mute }),
    view('nulls', { last: run('shifted', true) }),
    ...Array.from({ length: 15 }, (_, n) => view(`more-${n}`, { last: null, values: [] })),
  ];
  const shown = await opened('priya', people.onCall);
  expect(shown).toContain('Watched by itself');
  expect(shown).toContain('▁▁█ 0.3');
  expect(shown).toContain('alert out');
  expect(shown).toContain('the table is backfilled');
  expect(shown).toContain('not run yet');
  expect(shown).toContain('and 3 more monitors');
  expect(shown.indexOf('nulls')).toBeLessThan(shown.indexOf('range'));
  expect(shown.indexOf('range')).toBeLessThan(shown.indexOf('quiet'));
  expect(lintView('home', { ...scene.sandbox.home(people.onCall)?.body, type: 'home' })).toEqual([]);
});

test('with nothing to show it says so', async () => {
  const shown = await opened('priya', people.onCall);
  expect(shown).toContain('Nothing is open.');
  expect(shown).toContain('You promised nothing');
  expect(shown).toContain('fishbone monitors init');
});

test('a guest is told, and sees no incident', async () => {
  overview = fullOf();
  const shown = await opened('gwen', people.guest);
  expect(shown).toContain('guests cannot work on incidents here');
  expect(shown).not.toContain('INC-7');
  expect(asked).toEqual([]);
});

test('whatever an alert said, Slack takes it', async () => {
  for (const [, say] of hostile) {
    overview = fullOf(say);
    const last = { ...run('shifted', true), reason: say };
    const mute = { monitor: say, from: last.slot, until: last.slot, reason: say, by: 'T1:U1' };
    watched = [view(say, { last, watches: say }), view(say, { mute })];
    scene.sandbox.as('priya').openHome();
    const seen = asked.length + 1;
    await scene.sandbox.until(() => asked.length >= seen, 5000);
  }
  await scene.sandbox.settled();
  expect(lintView('home', { ...scene.sandbox.home(people.onCall)?.body, type: 'home' })).toEqual([]);
  expect(scene.logged.filter((line) => line.includes('home'))).toEqual([]);
});

test('what is pressed there is answered in the messages of that person', async () => {
  overview = fullOf();
  await opened('priya', people.onCall);
  const view = scene.sandbox.home(people.onCall);
  if (view === undefined) throw new Error('there is no home');
  const answers = () =>
    scene.sandbox.traffic
      .search({ name: 'chat.postMessage' })
      .filter(({ request }) => JSON.stringify(request).includes(`"channel":"${people.onCall}"`));
  expect(await scene.sandbox.as('priya').click(view, 'command:0')).toEqual({ outcome: 'acked' });
  await scene.sandbox.until(() => answers().length === 1, 5000);
});
