import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainAlertView } from './before-any-check.ts';
import type { Investigation } from '../../../src/response/triage/investigate.ts';
import { change, countBusiness } from './lay-tables.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

/** The mini challenge: a new threshold, better precision, worse recall, and a KPI that falls for new users only. */
let world: World;
let found: Investigation;

beforeAll(async () => {
  world = await openWorld(41);
  await world.run(
    `UPDATE predictions SET decision = (score >= 0.8)::TINYINT WHERE user_type = 'new' AND ${world.since}`,
    countBusiness('CREATE OR REPLACE'),
    change({
      id: 'chg-41',
      at: '2026-03-12 14:00:00',
      kind: 'config',
      component: 'decision-service',
      title: 'Threshold for new users 0.5 to 0.8',
      from: '0.5',
      to: '0.8',
    }),
  );
  found = await world.investigate({
    signal: 'business-kpi',
    metric: 'conversion',
    title: 'Conversion of ranker is low',
  });
}, 60_000);
afterAll(() => world.close());

describe('a new threshold improves precision, hurts recall, and the KPI falls only for new users', () => {
  test('it is so: precision up, recall down, for new users', async () => {
    const share = (of: string, given: string, when: string) =>
      world.number(
        `SELECT avg((${of})::INT) FROM predictions WHERE user_type = 'new' AND ${given} AND ${when}`,
      );
    const before = `NOT (${world.since})`;
    expect(await share('truth = 1', 'decision = 1', world.since)).toBeGreaterThan(
      await share('truth = 1', 'decision = 1', before),
    );
    expect(await share('decision = 1', 'truth = 1', world.since)).toBeLessThan(
      await share('decision = 1', 'truth = 1', before),
    );
  });

  test('the top suspect is the threshold, by its change, and only for new users', () => {
    expect(found.ranking?.suspects[0]?.id).toBe('config.threshold');
    expect(found.ranking?.change).toBe('chg-41');
    expect(found.scope?.segments[0]?.where).toEqual({ user_type: 'new' });
  });

  test('the first discriminating test, before any other has run, is that of the threshold', () => {
    const { nextCheck } = plainAlertView(found);
    expect(nextCheck?.name).toBe('threshold');
    expect(nextCheck?.outlooks?.find((one) => one.answer === 'shifted')?.moves[0]).toMatchObject({
      id: 'config.threshold',
    });
  });
});
