import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binsOf, spansOf } from '../../../src/sources/prometheus/steps.ts';

const at = (text: string): Date => new Date(`2026-03-${text}Z`);
const fineness = { resolutionMilliseconds: 60_000, maximumPoints: 11_000 };

describe('the spans of a window', () => {
  test('half an hour is one, a day is twenty-four', () => {
    expect(spansOf({ from: at('01T00:00:00'), to: at('01T00:30:00') }, fineness)).toEqual([
      {
        start: at('01T00:29:59.999').getTime(),
        end: at('01T00:29:59.999').getTime(),
        step: 1_800_000,
        resolution: 60_000,
      },
    ]);
    expect(spansOf({ from: at('01T00:00:00'), to: at('02T00:00:00') }, fineness)).toEqual([
      {
        start: at('01T00:59:59.999').getTime(),
        end: at('01T23:59:59.999').getTime(),
        step: 3_600_000,
        resolution: 60_000,
      },
    ]);
  });

  test('a window without length has none', () => {
    const now = at('01T00:00:00');
    expect(spansOf({ from: now, to: now }, fineness)).toEqual([]);
    expect(spansOf({ from: at('01T00:00:01'), to: now }, fineness)).toEqual([]);
    expect(binsOf({ from: now, to: now }, 900, fineness)).toEqual([]);
  });

  test('a year is looked at more coarsely within a span, so that no span has too many points', () => {
    const [year] = spansOf({ from: new Date('2025-03-01'), to: new Date('2026-03-01') }, fineness);
    expect(year).toMatchObject({ resolution: 120_000 });
    expect((year?.step ?? 0) / (year?.resolution ?? 1)).toBeLessThanOrEqual(11_000);
  });

  test('they cover the window but for less than a second each, never more, within the server’s limit of points', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000 }),
        fc.integer({ min: 1, max: 400 * 86_400_000 }),
        fc.integer({ min: 1, max: 3600 }),
        fc.integer({ min: 10, max: 20_000 }),
        (from, length, seconds, maximumPoints) => {
          const window = { from: new Date(from), to: new Date(from + length) };
          const [steps, ...others] = spansOf(window, {
            resolutionMilliseconds: seconds * 1000,
            maximumPoints,
          });
          if (steps === undefined) throw new Error('no spans');
          const points = (steps.end - steps.start) / steps.step + 1;
          const begins = steps.start + 1 - steps.step;
          expect(others).toEqual([]);
          expect(Number.isInteger(points)).toBe(true);
          expect(points).toBeLessThanOrEqual(Math.min(24, maximumPoints));
          expect(steps.end + 1).toBe(from + length);
          expect(begins).toBeGreaterThanOrEqual(from);
          expect(begins - from).toBeLessThan(1000 * points);
        },
      ),
    );
  });

  test('bins are aligned, whole, and asked for in as many queries as the limit wants', () => {
    const window = { from: at('01T00:07:00'), to: at('01T03:05:00') };
    const bins = binsOf(window, 900, { ...fineness, maximumPoints: 4 });
    const begins = bins.flatMap(({ start, end, step }) =>
      Array.from({ length: (end - start) / step + 1 }, (_, k) =>
        new Date(start + k * step + 1 - step).toISOString().slice(11, 16),
      ),
    );
    expect(bins).toHaveLength(3);
    expect(begins).toEqual('00:15 00:30 00:45 01:00 01:15 01:30 01:45 02:00 02:15 02:30 02:45'.split(' '));
  });
});
