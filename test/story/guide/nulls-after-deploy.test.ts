import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Investigation } from '../../../src/response/triage/investigate.ts';
import { HYPOTHESES } from '../../../src/suspects/list.ts';
import { change, scoreAgain } from './lay-tables.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

/** Example 1 and exercise 1: AUC and F1 fall after a deploy, and device_type is empty for a good part of Android. */
async function keysThatMiss(seed: number): Promise<World> {
  const world = await openWorld(seed);
  await world.run(
    `CREATE TABLE missed AS SELECT n FROM predictions WHERE ${world.since} AND device = 'android' AND draw(n, 'missed') < 0.36`,
    `UPDATE predictions SET device_type = NULL WHERE n IN (SELECT n FROM missed)`,
    `UPDATE predictions SET model_version = 'v3' WHERE ${world.since}`,
    `UPDATE requests SET model_version = 'v3' WHERE ${world.since}`,
    `UPDATE feature_reads SET misses = round(reads * 0.18) WHERE feature = 'device_type' AND ${world.since}`,
    ...scoreAgain,
    change({
      id: 'chg-7',
      at: '2026-03-12 13:58:00',
      kind: 'model',
      component: 'ranker',
      title: 'ranker v3',
      from: 'v2',
      to: 'v3',
    }),
    change({
      id: 'chg-8',
      at: '2026-03-12 13:59:00',
      kind: 'config',
      component: 'feature-store',
      title: 'Keys include app_version',
    }),
  );
  return world;
}

let world: World;
beforeAll(async () => {
  world = await keysThatMiss(11);
}, 60_000);
afterAll(() => world.close());

describe.each([
  ['AUC 0.86 to 0.78 within half an hour of a deploy', 'auc'],
  ['F1 down by a tenth after a deploy, latency and errors as before', 'f1'],
])('%s, and device_type is empty', (_, metric) => {
  let found: Investigation;
  beforeAll(async () => {
    found = await world.investigate({ metric, title: `${metric} of ranker is low` });
  }, 60_000);
  test('the nulls are there as described: about 18 % instead of next to none', async () => {
    expect(
      await world.number(`SELECT avg((device_type IS NULL)::INT) FROM predictions WHERE ${world.since}`),
    ).toBeCloseTo(0.18, 1);
    expect(found.symptom).toMatchObject({ changed: true });
    expect(Math.abs((found.symptom?.onset?.at.getTime() ?? 0) - world.onset.getTime())).toBeLessThan(
      10 * 60_000,
    );
  });

  test('it is mostly Android', () => {
    expect(found.scope?.segments[0]?.where).toEqual({ device: 'android' });
  });

  test('the online reads of device_type are the cause, by the keys of the store, and not the new model', () => {
    expect(found.ranking?.verdict).toBe('incident');
    expect(found.ranking?.suspects[0]).toMatchObject({
      id: 'config.feature-store',
      culprit: { kind: 'feature', name: 'device_type' },
    });
    expect(found.ranking?.suspects[0]?.for.map((one) => one.check)).toEqual(
      expect.arrayContaining(['feature-store', 'parity', 'null-rate']),
    );
    expect(found.ranking?.change).toBe('chg-8');
  });

  test('what can be taken back comes first, a default for the empty feature is offered, and what would have caught it', () => {
    const mitigations = found.ranking?.mitigations ?? [];
    expect(mitigations[0]).toMatchObject({ reversible: true, target: 'chg-8' });
    expect(mitigations.map((one) => one.kind)).toEqual(expect.arrayContaining(['hotfix', 'fallback']));
    const guardrails = HYPOTHESES.find((one) => one.id === 'config.feature-store')?.guardrails.join('; ');
    expect(guardrails).toMatch(/contract test on feature keys/);
    expect(guardrails).toMatch(/canary read/);
  });

  test('nothing is wrong with the service', () => {
    const answer = (check: string) => found.evidence.find((one) => one.check === check)?.verdict.answer;
    expect([answer('latency-by-stage'), answer('errors')]).toEqual(['steady', 'steady']);
  });
});
