import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expression } from '../../src/sql/aggregate.ts';
import { all, any, column, during, eq } from '../../src/sql/build.ts';
import { asBounds } from '../../src/sql/span.ts';

const hour = (of: number) => new Date(Date.UTC(2026, 2, 1, of));
const window = (from: number, to: number) => during(column('ts'), { from: hour(from), to: hour(to) });

/** Whether a condition on `ts` holds at a moment, by what its words say. */
function holds(condition: Expression, at: Date): boolean {
  if (condition.kind === 'any') return condition.of.some((one) => holds(one, at));
  if (condition.kind === 'all') return condition.of.every((one) => holds(one, at));
  if (condition.kind !== 'compare' || condition.right.kind !== 'instant') throw new Error(condition.kind);
  const bound = condition.right.at;
  if (condition.operator === '<') return at < bound;
  if (condition.operator === '>=') return at >= bound;
  throw new Error(condition.operator);
}

const comparisons = (conditions: readonly Expression[]): number =>
  JSON.stringify(conditions).split('"compare"').length - 1;

describe('rows of several windows, as an engine is asked for them', () => {
  test('are the rows that lie in one of them, whether the windows touch, overlap, leave gaps or are empty', () => {
    const moment = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(moment, moment), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: -1, max: 13 }),
        (spans, at) => {
          const condition = any(...spans.map(([from, to]) => window(from, to)));
          const bounds = asBounds(condition);
          expect(bounds.every((one) => holds(one, hour(at)))).toBe(holds(condition, hour(at)));
        },
      ),
      { numRuns: 2000, seed: 20_261_123 },
    );
  });

  test('of windows that touch are all rows from the first to the end of the last', () => {
    expect(asBounds(any(window(0, 4), window(4, 6)))).toEqual(asBounds(window(0, 6)).flatMap(parts));
  });

  test('of windows with a gap leave the gap out by two comparisons', () => {
    expect(comparisons(asBounds(any(window(5, 6), window(0, 4))))).toBe(4);
  });

  test('keep what else a choice says, with the bounds beside it', () => {
    const choice = any(window(0, 4), all(window(5, 6), eq(column('country'), 'BR')));
    expect(asBounds(choice)).toEqual([...asBounds(window(0, 6)).flatMap(parts), choice]);
  });

  test('of a choice without a window, or on two columns, stay as they are', () => {
    const other = during(column('label_ts'), { from: hour(0), to: hour(1) });
    for (const choice of [any(window(0, 4), eq(column('country'), 'BR')), any(window(0, 4), other)])
      expect(asBounds(choice)).toEqual([choice]);
  });
});

function parts(condition: Expression): readonly Expression[] {
  return condition.kind === 'all' ? condition.of : [condition];
}
