import { expect, test } from 'vitest';
import { binName, profileBin } from '../../../src/checks/features/profile-bins.ts';
import type { FeatureProfile } from '../../../src/checks/features/profile.ts';
import { valueBin } from '../../../src/checks/features/value-bin.ts';

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

test('a value that was counted by itself goes into the bin that the source would have chosen', () => {
  const values = [null, -2.5, -2, 29.9, 30, 89, 90, 90.5, ' 31 ', '1e2', '', 'old'];
  expect(values.map((value) => valueBin(age, value))).toEqual([
    'null',
    'below',
    '0',
    '0',
    '1',
    '1',
    '2',
    'above',
    '1',
    'above',
    null,
    null,
  ]);
});

test('a category is known by how the source writes it, whatever kind of value it is', () => {
  const known = (...values: string[]): FeatureProfile => ({ kind: 'category', name: 'plan', n: 9, values });
  expect(valueBin(known('basic'), 'basic')).toBe('basic');
  expect(valueBin(known('basic'), 'Basic')).toBe('unseen');
  expect(valueBin(known('basic'), null)).toBe('null');
  expect(valueBin(known('0.0', '1.0'), 1)).toBe('1.0');
  expect(valueBin(known('', '1.0'), 0)).toBe('unseen');
  expect(valueBin(known('true'), true)).toBe('true');
  expect(valueBin(known('2026-03-01 00:00:00'), new Date('2026-03-01T00:00:00Z'))).toBe(
    '2026-03-01 00:00:00',
  );
});
