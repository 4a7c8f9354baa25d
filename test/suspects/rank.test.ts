import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import type { Symptom } from '../../src/symptom/symptom.ts';
import { alert, answered, changed, fallen, model, shifted, unmoved } from './made-evidence.ts';

const rank = (evidence: readonly Evidence[], symptom: Symptom | null = fallen, signal = alert.signal) =>
  rankSuspects({ modelName: 'clicks', model, alert: { ...alert, signal }, symptom, scope: null, evidence });

const quiet = [
  'constant',
  'out-of-range',
  'categories',
  'golden-replay',
  'errors',
  'fallback',
  'latency-by-stage',
].map((check) => answered(check));
const missing = [
  answered('null-rate', [shifted('feature', 'device_type')]),
  answered('feature-store', [shifted('feature', 'device_type', { measure: 'miss rate' })]),
  answered('parity', [shifted('feature', 'device_type', { detail: { transform: 'null' } })]),
];

describe('nulls after a deploy, with cache misses', () => {
  const keys = changed('chg-2', 1, {
    kind: 'config',
    component: 'feature-store',
    title: 'Profile keys carry the app version',
  });
  const retrain = changed('chg-1', 2, {
    kind: 'model',
    component: 'clicks',
    title: 'clicks v3: scheduled retrain',
    to: 'v3',
  });
  const ranking = rank([...quiet, ...missing, answered('changes', [keys, retrain])]);

  test('the feature store is suspected of the feature, nearly for certain', () => {
    expect(ranking.suspects[0]).toMatchObject({
      id: 'config.feature-store',
      culprit: { kind: 'feature', name: 'device_type' },
    });
    expect(ranking.suspects[0]?.probability).toBeGreaterThan(0.9);
  });

  test('the change of its keys is named, and not the model that was deployed a minute earlier', () => {
    expect(ranking.change).toBe('chg-2');
    expect(ranking.mitigations[0]).toMatchObject({ kind: 'rollback', target: 'chg-2', reversible: true });
  });

  test('what speaks for it names the evidence, and probabilities sum to at most one', () => {
    expect(ranking.suspects[0]?.for.map((one) => one.check)).toEqual(
      expect.arrayContaining(['feature-store', 'parity', 'null-rate']),
    );
    const total = ranking.suspects.reduce((sum, one) => sum + one.probability, ranking.noneOfThese);
    expect(total).toBeLessThanOrEqual(1 + 1e-9);
  });

  test('a harmless change next to the onset is not blamed when no other is recorded', () => {
    const harmless = changed('chg-9', 3, {
      kind: 'config',
      component: 'scoring-service',
      title: 'Log sampling 10% -> 14%',
    });
    expect(rank([...quiet, ...missing, answered('changes', [harmless])]).change).toBeNull();
  });
});

test('nulls that the offline table has too are no fault of the feature store', () => {
  const evidence = [
    ...quiet,
    answered('null-rate', [shifted('feature', 'price')]),
    answered('feature-store'),
    answered('parity', [shifted('feature', 'price', { shifted: false })]),
  ];
  expect(rank(evidence).suspects[0]).toMatchObject({ id: 'data.nulls', culprit: { name: 'price' } });
});

test('a slow stage with full processors is saturation, and timeouts on some hosts with idle ones are not', () => {
  const slow = answered('latency-by-stage', [shifted('stage', 'embedding_ms')]);
  const full = answered('utilization', [shifted('host', 'h1', { after: 0.95, detail: { resource: 'cpu' } })]);
  expect(rank([slow, full, answered('errors')], fallen, 'service-health').suspects[0]?.id).toBe(
    'infra.saturation',
  );
  const timeouts = answered('errors', [shifted('metric', 'inference_timeout')]);
  const defaults = answered('fallback', [shifted('host', 'h1'), shifted('host', 'h2', { shifted: false })]);
  expect(rank([slow, answered('utilization'), timeouts, defaults]).suspects[0]?.id).toBe('infra.timeouts');
});

test('drift that harms nothing is benign, and the mix is named', () => {
  const mix = answered('mix-shift', [shifted('segment', 'country', { where: { country: 'BR' } })]);
  const steady = [
    ...quiet,
    ...['null-rate', 'feature-store', 'parity', 'model-metric', 'business-impact'].map((check) =>
      answered(check),
    ),
  ];
  const symptom: Symptom = {
    ...fallen,
    metric: 'psi',
    label: 'PSI of country',
    unit: 'psi',
    column: 'country',
  };
  const ranking = rank([...steady, mix], symptom, 'drift');
  expect(ranking.verdict).toBe('benign');
  expect(ranking.suspects[0]).toMatchObject({
    id: 'external.mix',
    culprit: { kind: 'segment', name: 'country' },
  });
  expect(ranking.mitigations[0]?.kind).toBe('none');
});

test('a false alarm that enough labels contradict is benign; with too few it is inconclusive', () => {
  expect(rank(quiet, unmoved).verdict).toBe('benign');
  const few: Symptom = { ...unmoved, difference: { value: -0.02, low: -0.12, high: 0.08, n: 60 } };
  expect(rank(quiet, few).verdict).toBe('inconclusive');
});

test('without any evidence the ranking is the prior, and says which check to run first', () => {
  const ranking = rank([]);
  expect(ranking.suspects[0]?.probability).toBeLessThan(0.3);
  expect(ranking.suspects.every((one) => one.for.length === 0 && one.against.length === 0)).toBe(true);
  expect(ranking.nextCheck).not.toBeNull();
});

test('the next check is one that has not answered, with its gain in bits', () => {
  const ranking = rank(missing.slice(0, 1));
  expect(ranking.nextCheck?.expectedInformationGainBits).toBeGreaterThan(0);
  expect(ranking.nextCheck?.name).not.toBe('null-rate');
});

describe('a version that was not there before', () => {
  const appeared = (name: string, detail: object = {}) =>
    answered('routing', [
      shifted('version', name, { before: 0, after: 0.39, detail: { appeared: true, ...detail } }),
      shifted('version', 'v2', { before: 1, after: 0.61, effect: -0.39 }),
    ]);
  const worse = answered('model-metric', [shifted('metric', 'auc', { effect: -0.05 })]);

  test('is a matter of routing when it is older than those that served', () => {
    const [first] = rank([...quiet, worse, appeared('v1')]).suspects;
    expect(first).toMatchObject({ id: 'config.routing', culprit: { kind: 'version', name: 'v1' } });
  });

  test.each(['v3', 'v10', 'candidate'])('is a new model when it is called %s', (name) => {
    const [first] = rank([...quiet, worse, appeared(name)]).suspects;
    expect(first).toMatchObject({ id: 'model.weights', culprit: { kind: 'version', name } });
  });
});

describe('a feature that is served clipped', () => {
  const clipped = (beyondTraining: boolean) => [
    ...quiet.filter(({ check }) => check !== 'out-of-range' && check !== 'constant'),
    answered('out-of-range', [shifted('feature', 'price', { detail: { factor: null } })]),
    answered('constant', [shifted('feature', 'price', { detail: { isNew: true, othersChanged: 0.01 } })]),
    answered('feature-drift', [shifted('feature', 'price')]),
    answered('parity', [shifted('feature', 'price', { detail: { transform: 'clip', beyondTraining } })]),
  ];

  test('where training values never are was wrong before the serving code had it', () => {
    expect(rank(clipped(true)).suspects[0]).toMatchObject({ id: 'data.range', culprit: { name: 'price' } });
  });

  test('within its training range is cut by the serving code', () => {
    expect(rank(clipped(false)).suspects[0]).toMatchObject({ id: 'code.preprocessing' });
  });
});
