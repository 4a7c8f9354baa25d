import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Investigation } from '../../../src/response/triage/investigate.ts';
import { HYPOTHESES } from '../../../src/suspects/list.ts';
import { change } from './lay-tables.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

/** Example 2 and exercise 3: requests with text wait for an embedding that is computed in the live path. */
let world: World;
let found: Investigation;

beforeAll(async () => {
  world = await openWorld(21);
  await world.run(
    `UPDATE requests SET embedding_ms = round(650 * exp(0.35 * normal(n, 'slow')), 2) WHERE content = 'text' AND ${world.since}`,
    `UPDATE requests SET status = 504, error_type = 'embedding_timeout'
       WHERE content = 'text' AND ${world.since} AND draw(n, 'timeout') < 0.1`,
    `UPDATE hosts SET cpu = least(0.99, round(0.95 + 0.01 * normal(epoch(ts)::BIGINT + ascii(right(host, 1)), 'full'), 3)),
       queue_depth = 25 + floor(10 * draw(epoch(ts)::BIGINT, 'long')) WHERE ${world.since}`,
    `UPDATE hosts SET restarts = 2 WHERE ${world.since} AND host = 'h2'`,
    change({
      id: 'chg-21',
      at: '2026-03-12 13:57:00',
      kind: 'code',
      component: 'serving',
      title: 'Sentence transformer computes the embedding on the fly',
    }),
  );
  found = await world.investigate({
    signal: 'service-health',
    metric: 'latency_p95',
    title: 'P95 latency of ranker is high',
    value: 900,
    baseline: 120,
  });
}, 60_000);
afterAll(() => world.close());

describe('p95 from about 120 ms to 900 ms, errors up, and the model as good as before', () => {
  test('the latency is measured as a person would say it', () => {
    expect(found.symptom).toMatchObject({ metric: 'latency_p95', changed: true });
    expect(found.symptom?.before?.value).toBeLessThan(200);
    expect(found.symptom?.after?.value).toBeGreaterThan(600);
    const metric = found.evidence.find((one) => one.check === 'model-metric');
    expect(metric?.verdict.answer).toBe('steady');
  });

  test('the processors are full because of the embedding stage, and not because of the data or the model', () => {
    expect(found.ranking?.verdict).toBe('incident');
    expect(found.ranking?.suspects[0]).toMatchObject({
      id: 'infra.saturation',
      culprit: { kind: 'stage', name: 'embedding_ms' },
    });
    const discarded = found.ranking?.discarded?.map((one) => one.id) ?? [];
    expect(discarded).toEqual(expect.arrayContaining(['data.nulls', 'model.weights']));
  });

  test('the deploy that put it into the live path is named', () => {
    expect(found.ranking?.change).toBe('chg-21');
  });

  test('three ways to meet the objective again without another model are at hand', () => {
    const saturation = HYPOTHESES.find((one) => one.id === 'infra.saturation');
    const ways = [
      ...(saturation?.mitigations ?? []).map((one) => one.words),
      ...(saturation?.guardrails ?? []),
    ];
    const said = ways.join('\n').toLowerCase();
    expect(said).toMatch(/replica|scale/);
    expect(said).toMatch(/batch/);
    expect(said).toMatch(/warm|preload|load test/);
    expect(found.ranking?.mitigations[0]).toMatchObject({ reversible: true });
  });
});
