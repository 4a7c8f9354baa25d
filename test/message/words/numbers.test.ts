import { describe, expect, test } from 'vitest';
import {
  clock,
  duration,
  inWords,
  percent,
  segmentWords,
  withInterval,
} from '../../../src/message/words/numbers.ts';

test.each([
  [0.861, 'score', '0.861'],
  [0.18, 'share', '18 %'],
  [0.0421, 'share', '4.2 %'],
  [904.4, 'ms', '904 ms'],
  [3.14, 'ms', '3.1 ms'],
  [12_345.6, 'ms', '12,346 ms'],
  [7500, 'seconds', '2 h 5 min'],
  [12_345, 'count', '12,345'],
  [0.21, 'psi', '0.210'],
  [1234.567, 'value', '1,235'],
] as const)('%d as %s reads %s', (value, unit, words) => {
  expect(inWords(value, unit)).toBe(words);
});

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.9999, '100 %'],
  [0.105, '10.5 %'],
  [0.0003, '0.03 %'],
  [-0.073, '-7.3 %'],
  [12.5, '1250 %'],
])('a share of %d reads %s', (share, words) => {
  expect(percent(share)).toBe(words);
});

test.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [3599, '1 h'],
  [86_399, '1 d'],
  [90_061, '1 d 1 h'],
  [-300, '−5 min'],
])('%d seconds read %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

describe('where, when and how sure', () => {
  test('an interval is shown when there is one', () => {
    expect(withInterval({ value: 0.861, low: 0.855, high: 0.867, n: 10 }, 'score')).toBe(
      '0.861 (0.855–0.867)',
    );
    expect(withInterval({ value: 0.861, low: null, high: 0.867, n: 10 }, 'score')).toBe('0.861');
  });
  test('the date is said where the day matters', () => {
    const at = new Date('2026-03-09T14:05:00Z');
    expect(clock(at)).toBe('14:05 UTC');
    expect(clock(at, new Date('2026-03-09T23:00:00Z'))).toBe('14:05 UTC');
    expect(clock(at, new Date('2026-03-10T00:00:00Z'))).toBe('2026-03-09 14:05 UTC');
  });
  test('the empty segment is all traffic, and a missing value is a value', () => {
    expect(segmentWords({})).toBe('all traffic');
    expect(segmentWords({ country: 'BR', device: null })).toBe('country=BR, device=null');
  });
});
