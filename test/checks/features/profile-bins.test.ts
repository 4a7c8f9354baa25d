import { expect, test } from 'vitest';
import { binName, profileBin } from '../../../src/checks/features/profile-bins.ts';
import type { FeatureProfile } from '../../../src/checks/features/profile.ts';

const age: FeatureProfile = {
  kind: 'number',
  name: 'age',
  n: 9,
  min: -2,
  max: 90,
  edges: [30, 90],
};

test('the range of the baseline is part of the edges, and its largest value lies within it', () => {
  const bin = profileBin(age);
  if (bin.kind !== 'number-bin') throw new Error(bin.kind);
  expect(bin.edges.slice(0, 3)).toEqual([-2, 30, 90]);
  expect(bin.edges[3]).toBeGreaterThan(90);
  expect(bin.edges[3]).toBeLessThan(90 + 1e-12);
  const negative = profileBin({ ...age, min: -9, max: -3, edges: [] });
  if (negative.kind !== 'number-bin') throw new Error(negative.kind);
  expect(negative.edges[1]).toBeGreaterThan(-3);
  expect(negative.edges[1]).toBeLessThan(-3 + 1e-12);
});

test('bins are called below, by their number within the range, above, and null', () => {
  expect([0, 1, 2, 3, 4, null].map((bin) => binName(age, bin))).toEqual([
    'below',
    '0',
    '1',
    '2',
    'above',
    null,
  ]);
});
