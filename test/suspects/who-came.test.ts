import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import type { Symptom } from '../../src/symptom/symptom.ts';
import { alert, answered, changed, fallen, model, shifted } from './made-evidence.ts';

const conversion: Symptom = { ...fallen, metric: 'kpi', label: 'conversion', unit: 'share' };
const rank = (evidence: readonly Evidence[], symptom: Symptom = conversion) =>
  rankSuspects({
    modelName: 'clicks',
    model,
    alert: { ...alert, signal: 'business-kpi', metric: 'conversion' },
    symptom,
    scope: null,
    evidence,
  });
const inside = (evidence: Evidence): Evidence => ({
  ...evidence,
  parameters: { segment: JSON.stringify({ country: 'BR' }) },
});

describe('more people of one kind, whose features differ from those of the others', () => {
  const came = answered('mix-shift', [
    shifted('segment', 'country'),
    shifted('segment', 'country', { where: { country: 'BR' }, effect: 0.2 }),
  ]);
  const seen = [
    answered('constant', [shifted('feature', 'device_type', { before: 0.06, after: 0.28 })]),
    answered('feature-drift', [shifted('feature', 'device_type')]),
    ...['null-rate', 'out-of-range', 'categories', 'parity', 'errors'].map((check) => answered(check)),
    came,
  ];

  test('are another mix where among themselves all is as it was', () => {
    const ranking = rank([...seen, inside(answered('constant')), inside(answered('feature-drift'))]);
    expect(ranking.suspects[0]).toMatchObject({ id: 'external.mix', culprit: { name: 'country' } });
    expect(ranking.suspects[0]?.probability).toBeGreaterThan(0.8);
  });

  test('do not excuse a feature that broke among them as well', () => {
    const drifted = inside(answered('feature-drift', [shifted('feature', 'device_type')]));
    const stuck = inside(answered('constant', [shifted('feature', 'device_type')]));
    expect(rank([...seen, stuck, drifted]).suspects[0]?.id).not.toBe('external.mix');
  });
});

test('hosts that fail while others do not are suspected of restarts where nobody counts restarts', () => {
  const failing = answered('errors', [
    shifted('metric', 'connection_reset'),
    shifted('host', 'web-1'),
    shifted('host', 'web-2', { shifted: false }),
  ]);
  const sound = ['null-rate', 'constant', 'parity', 'latency-by-stage', 'fallback'].map((check) =>
    answered(check),
  );
  const errorRate: Symptom = { ...fallen, metric: 'error_rate', label: 'error rate' };
  const [first] = rank([...sound, failing], errorRate).suspects;
  expect(first).toMatchObject({ id: 'infra.restarts', culprit: { kind: 'host', name: 'web-1' } });
  const counted = rank([...sound, failing, answered('restarts')], errorRate).suspects;
  expect(counted.find(({ id }) => id === 'infra.restarts')?.culprit ?? null).toBeNull();
});

test('a deploy of code is no word about the codes of a category', () => {
  const evidence = [
    answered('categories', [shifted('feature', 'device_type')]),
    answered('feature-drift', [shifted('feature', 'device_type')]),
    answered('parity', [shifted('feature', 'device_type', { shifted: false, effect: 0, high: 0.004 })]),
  ];
  const deployed = (title: string) =>
    rank([
      ...evidence,
      answered('changes', [changed('chg-4', 4, { kind: 'code', component: 'scoring-service', title })]),
    ]);
  expect(deployed('Scoring service: health endpoint answers faster').suspects[0]?.id).toBe('upstream.schema');
  expect(deployed('Scoring service: health endpoint answers faster').change).toBeNull();
  expect(deployed('Producer: device types as codes of the new taxonomy').change).toBe('chg-4');
});
