import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Investigation } from '../../../src/response/triage/investigate.ts';
import { HYPOTHESES } from '../../../src/suspects/list.ts';
import { isInnocent } from '../../../src/suspects/judge.ts';
import { change, countBusiness } from './lay-tables.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

/** Other people came: from the onset on, most of the visits come from one country, and within it nothing is new. */
const moreFromBrazil = (world: World): string =>
  `UPDATE predictions SET country = 'BR' WHERE ${world.since} AND draw(n, 'campaign') < 0.35`;

let world: World;
beforeAll(async () => {
  world = await openWorld(31);
  await world.run(
    moreFromBrazil(world),
    countBusiness('CREATE OR REPLACE'),
    change({
      id: 'chg-31',
      at: '2026-03-12 13:55:00',
      kind: 'campaign',
      component: 'marketing',
      title: 'Spring sale: campaign in Brazil',
    }),
  );
}, 60_000);
afterAll(() => world.close());

describe('PSI of country is 0.3, while KPI and model are as before', () => {
  let found: Investigation;
  beforeAll(async () => {
    found = await world.investigate({
      signal: 'drift',
      metric: 'psi',
      column: 'country',
      severity: 'warning',
      title: 'PSI of country is 0.3',
      value: 0.3,
      baseline: 0.01,
    });
  }, 60_000);
  test('the drift is real, and the verdict is benign, because no harm and no defect was found', () => {
    expect(found.symptom).toMatchObject({ metric: 'psi', column: 'country', changed: true });
    const answer = (check: string) => found.evidence.find((one) => one.check === check)?.verdict.answer;
    expect([answer('business-impact'), answer('model-metric')]).toEqual(['steady', 'steady']);
    expect(found.ranking?.verdict).toBe('benign');
  });

  test('the mix or the monitor is the explanation, and the model is left alone', () => {
    const [top] = found.ranking?.suspects ?? [];
    expect(top !== undefined && isInnocent(top.id)).toBe(true);
    expect(found.ranking?.mitigations[0]?.kind).toBe('none');
    const guardrails = HYPOTHESES.filter((one) => isInnocent(one.id)).flatMap((one) => one.guardrails);
    expect(guardrails.join('; ')).toMatch(/rolling baseline/);
    expect(guardrails.join('; ')).toMatch(/campaign|season/);
  });
});

describe('the weekly drift job reports hour_of_day on the first day of a sale, too', () => {
  let found: Investigation;
  beforeAll(async () => {
    found = await world.investigate({
      signal: 'drift',
      metric: 'psi',
      column: 'hour_of_day',
      severity: 'warning',
      title: 'PSI of hour_of_day is high',
      value: 2.5,
      baseline: 0.02,
    });
  }, 60_000);

  test('it is a false positive: six hours hold other hours than whole days do, and nothing is harmed', () => {
    expect(found.ranking?.verdict).toBe('benign');
    const [top] = found.ranking?.suspects ?? [];
    expect(top !== undefined && isInnocent(top.id)).toBe(true);
  });

  test('noise is reduced without losing safety: a fair baseline, and alerts that need harm', () => {
    const guardrails = HYPOTHESES.find((one) => one.id === 'config.monitoring')?.guardrails.join('; ');
    expect(guardrails).toMatch(/rolling baseline with seasons and campaigns/);
    expect(guardrails).toMatch(/only on drift with harm/);
  });
});
