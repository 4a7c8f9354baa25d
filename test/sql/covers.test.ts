import { describe, expect, test } from 'vitest';
import { coverSets } from '../../src/sql/covers.ts';

const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
const alone = keys.map((key) => ['window', key]);
const pairs = keys.flatMap((a, i) => keys.slice(i + 1).map((b) => ['window', a, b]));

describe('covers of grouping sets', () => {
  test('six segments alone and in pairs are added up from three groupings', () => {
    const covered = coverSets([...alone, ...pairs]);
    expect(covered?.covers).toEqual([
      ['window', 'a', 'b', 'c', 'd'],
      ['window', 'a', 'b', 'e', 'f'],
      ['window', 'c', 'd', 'e', 'f'],
    ]);
  });

  test('contain every set that they answer', () => {
    const sets = [...alone, ...pairs, ['window']];
    const covered = coverSets(sets);
    expect(covered?.coverOf).toHaveLength(sets.length);
    covered?.coverOf.forEach((cover, index) => {
      expect(covered.covers[cover]).toEqual(expect.arrayContaining(sets[index] ?? []));
    });
  });

  test('are not worth it for a few sets', () => {
    expect(coverSets([['a'], ['b']])).toBeNull();
    expect(coverSets([['a', 'b', 'c'], ['d'], ['e']])).toBeNull();
  });
});
