import { afterAll, beforeAll, expect, test } from 'vitest';
import { stateOf } from '../../../src/incident/evolve/evolve.ts';
import type { IncidentState } from '../../../src/incident/state/state.ts';
import { scoreAgain } from './lay-tables.ts';
import { alertOf, openWorld } from './world.ts';
import type { Bot, World } from './world.ts';

/** The self-check of the guide: reproduced, gone with one targeted change, across segments and over time. */
const mended = new Date('2026-03-12T16:30:00Z');
const person = 'T1:U1';
let world: World;
let bot: Bot;
let now = new Date('2026-03-12T16:20:00Z');

beforeAll(async () => {
  world = await openWorld(51);
  await world.run(
    `UPDATE predictions SET device_type = NULL WHERE ${world.since} AND ts < TIMESTAMP '2026-03-12 16:30:00'
       AND device = 'android' AND draw(n, 'missed') < 0.36`,
    `UPDATE feature_reads SET misses = round(reads * 0.18)
       WHERE feature = 'device_type' AND ${world.since} AND ts < TIMESTAMP '2026-03-12 16:30:00'`,
    ...scoreAgain,
  );
  bot = await world.bot(() => now);
  await bot.responder.receiveAlert(alertOf({}), now);
  await bot.responder.triage('INC-1');
}, 60_000);
afterAll(async () => {
  await bot.close();
  await world.close();
});

async function confirm(since: Date | null): Promise<IncidentState> {
  await bot.responder.confirm({ incident: 'INC-1', suspect: null, since, override: null, person, now });
  const state = stateOf(await bot.incidents.read('INC-1'));
  if (state === null) throw new Error('there is no INC-1');
  return state;
}
const answers = ({ proofs }: IncidentState) =>
  Object.fromEntries((proofs?.list ?? []).map((one) => [one.question, one.state]));

test('before the keys are mended, only the presence of the suspect is shown', async () => {
  const state = await confirm(null);
  expect(state.proofs?.suspect).toBe('config.feature-store');
  expect(answers(state)).toMatchObject({ present: 'shown', 'one-change': 'missing', gone: 'missing' });
  expect(state.confirmed).toBeNull();
}, 60_000);

test('ten minutes after, it is too early to call', async () => {
  now = new Date('2026-03-12T16:45:00Z');
  const state = await confirm(mended);
  expect(answers(state)).toMatchObject({ lasting: 'missing' });
  expect(state.confirmed).toBeNull();
}, 60_000);

test('three hours after, reads, nulls and metric are as before, on Android too: the cause is confirmed', async () => {
  now = new Date('2026-03-12T19:45:00Z');
  const state = await confirm(mended);
  expect(answers(state)).toEqual({
    present: 'shown',
    'one-change': 'shown',
    gone: 'shown',
    everywhere: 'shown',
    lasting: 'shown',
  });
  expect(state.confirmed).toMatchObject({
    cause: 'config.feature-store',
    culprit: { name: 'device_type' },
    override: null,
  });
  expect(state.confirmed?.evidence.length).toBeGreaterThan(3);
}, 60_000);
