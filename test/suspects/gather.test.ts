import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { culpritNames } from '../../src/suspects/culprit-names.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import { alert, answered, fallen, model, shifted } from './made-evidence.ts';

const rank = (evidence: readonly Evidence[]) =>
  rankSuspects({ modelName: 'clicks', model, alert, symptom: fallen, scope: null, evidence });

const sound = ['null-rate', 'constant', 'out-of-range', 'categories', 'feature-store'].map((check) =>
  answered(check),
);

describe('culprits that the evidence does not tell apart', () => {
  const restarting = rank([
    ...sound,
    answered('restarts', [shifted('host', 'web-1'), shifted('host', 'web-2')]),
    answered('errors', [shifted('metric', 'connection_reset')]),
  ]);

  test('two hosts that restart are one suspect, as probable as both together', () => {
    const found = restarting.suspects.filter(({ id }) => id === 'infra.restarts');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      culprit: { kind: 'host', name: 'web-1' },
      alongside: [{ kind: 'host', name: 'web-2' }],
    });
    expect(found[0]?.probability).toBeGreaterThan(0.8);
    expect(found[0]?.sentence).toMatch(/web-2/);
  });

  test('both are named where the suspect is named', () => {
    const [first] = restarting.suspects;
    expect(first === undefined ? null : culpritNames(first)).toBe('web-1, web-2');
  });

  test('two swapped columns are one swap, not two halves of which a weaker suspect wins', () => {
    const swapped = (name: string) => shifted('feature', name, { detail: { transform: 'swap' } });
    const [first] = rank([...sound, answered('parity', [swapped('price'), swapped('device_type')])]).suspects;
    expect(first?.id).toBe('code.serialization');
    expect(first?.alongside).toHaveLength(1);
  });

  test('a feature with far more against it stands alone', () => {
    const evidence = [
      ...sound.filter(({ check }) => check !== 'out-of-range'),
      answered('feature-drift', [shifted('feature', 'price'), shifted('feature', 'device_type')]),
      answered('out-of-range', [shifted('feature', 'price', { detail: { factor: 100 } })]),
    ];
    const range = rank(evidence).suspects.filter(({ id }) => id === 'data.range');
    expect(range[0]).toMatchObject({ culprit: { name: 'price' } });
    expect(range[0]?.alongside).toBeUndefined();
  });

  test('probabilities still sum to at most one', () => {
    const total = restarting.suspects.reduce((sum, one) => sum + one.probability, restarting.noneOfThese);
    expect(total).toBeLessThanOrEqual(1 + 1e-9);
  });
});
