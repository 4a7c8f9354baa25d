import { describe, expect, test } from 'vitest';
import { HYPOTHESES } from '../../src/suspects/list.ts';
import { learntPriors } from '../../src/suspects/learnt-prior.ts';
import type { ClosedIncident } from '../../src/suspects/learnt-prior.ts';
import { mitigationsOf } from '../../src/suspects/mitigations.ts';
import { pointingChecks } from '../../src/suspects/pointing-checks.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import type { HypothesisId } from '../../src/suspects/vocabulary.ts';
import { alert, answered, fallen, model, shifted } from './made-evidence.ts';

const published = {
  of: new Map<HypothesisId, number>([
    ['data.nulls', 0.5],
    ['model.weights', 0.3],
  ]),
  none: 0.2,
};
const closed = (cause: HypothesisId, times: number, signal: ClosedIncident['signal'] = 'model-metric') =>
  Array.from({ length: times }, () => ({ cause, signal }));

describe('what the team has seen moves what it believes', () => {
  test('without closed incidents the published shares stand, and there is no history to show', () => {
    expect(learntPriors(published, [], 'model-metric')).toEqual({ ...published, history: new Map() });
  });

  test('after twenty incidents of its own, both weigh the same', () => {
    const learnt = learntPriors(published, closed('model.weights', 20), 'model-metric');
    expect(learnt.of.get('model.weights')).toBeCloseTo((0.3 + 1) / 2, 9);
    expect(learnt.of.get('data.nulls')).toBeCloseTo(0.5 / 2, 9);
    expect(learnt.history.get('model.weights')).toMatchObject({ caused: 20, closed: 20 });
    const total = [...learnt.of.values()].reduce((sum, share) => sum + share, learnt.none);
    expect(total).toBeCloseTo(1, 9);
  });

  test('slow services teach nothing about falling metrics', () => {
    const learnt = learntPriors(published, closed('model.weights', 20, 'service-health'), 'model-metric');
    expect(learnt.of).toEqual(published.of);
  });

  test('the same evidence then ranks a usual culprit of the team higher', () => {
    const evidence = [answered('null-rate', [shifted('feature', 'price')])];
    const chanceWith = (incidents: readonly ClosedIncident[]) =>
      rankSuspects({
        modelName: 'clicks',
        model,
        alert,
        symptom: fallen,
        scope: null,
        evidence,
        closed: incidents,
      }).suspects.find((one) => one.id === 'upstream.outage')?.probability ?? 0;
    expect(chanceWith(closed('upstream.outage', 10))).toBeGreaterThan(1.5 * chanceWith([]));
  });
});

describe('mitigations', () => {
  test.each(HYPOTHESES.map((one) => [one.id, one] as const))(
    '%s: what can be taken back comes first, with its effect and how to see that it worked',
    (_, hypothesis) => {
      const list = mitigationsOf(hypothesis, { kind: 'feature', name: 'price' }, 'chg-1');
      expect(list.length).toBeGreaterThan(0);
      const reversible = list.map((one) => one.reversible);
      expect(reversible).toEqual(reversible.toSorted((a, b) => Number(b) - Number(a)));
      for (const one of list) {
        expect(one.effect).toMatch(/\.$/);
        expect(one.verify).toMatch(/every segment/);
        expect(one.sentence).not.toMatch(/[{}]/);
      }
      const own = pointingChecks(hypothesis).map((check) => `${check} on price is steady`)[0] ?? '';
      expect(list[0]?.verify).toContain(own);
    },
  );

  test('without a change there is nothing to roll back', () => {
    const store = HYPOTHESES.find((one) => one.id === 'config.feature-store');
    if (store === undefined) throw new Error('no such hypothesis');
    const kinds = mitigationsOf(store, null, null).map((one) => one.kind);
    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds).not.toContain('rollback');
  });
});
