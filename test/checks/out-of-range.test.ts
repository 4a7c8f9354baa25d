import { describe, expect, test } from 'vitest';
import { outOfRange } from '../../src/checks/out-of-range.ts';
import { nameScale } from '../../src/checks/features/scale.ts';
import { verdictOf } from './made-service.ts';

const since = (expression: string, name: string) => `CASE WHEN broken THEN ${expression} ELSE ${name} END`;
const served = async (name: string, expression: string) =>
  verdictOf(outOfRange, { made: { served: { [name]: since(expression, name) } } });

test('numbers within the range of the training data are steady', async () => {
  expect(await verdictOf(outOfRange)).toMatchObject({
    answer: 'steady',
    line: '3 numeric features stay in their range and unit',
  });
});

test.each([
  ['a thousand times too large', 'amount * 1000', 1000],
  ['a hundredth, all inside the old range', 'amount / 100', 0.01],
  ['seconds where minutes were', 'amount * 60', 60],
  ['with the other sign', '-amount', -1],
])('a feature that comes %s is told with its factor', async (_, expression, factor) => {
  const verdict = await served('amount', expression);
  expect(verdict.answer).toBe('shifted');
  const shifted = verdict.findings.filter((finding) => finding.shifted);
  expect(new Set(shifted.map((finding) => finding.subject.name))).toEqual(new Set(['amount']));
  expect(shifted[0]?.detail?.['factor']).toBeCloseTo(factor, 6);
});

test('a few rows far beyond the range are found, although the middle did not move', async () => {
  const verdict = await served('minutes', 'CASE WHEN u1 < 0.05 THEN minutes * 60 ELSE minutes END');
  const [worst] = verdict.findings;
  expect(worst).toMatchObject({ shifted: true, measure: 'share of values outside the range' });
  expect(worst?.detail).toMatchObject({ range: 'training', below: 0, factor: null });
});

test('customers who spend half as much again are drift, not another unit', async () => {
  expect((await served('minutes', '5 + (minutes - 5) * 0.66')).answer).toBe('steady');
});

test('without training data the range is that of the baseline window', async () => {
  const verdict = await verdictOf(outOfRange, {
    made: { served: { minutes: since('minutes + 100', 'minutes') } },
    model: { reference: undefined },
  });
  expect(verdict.findings[0]?.detail?.['range']).toBe('baseline');
  expect(verdict.answer).toBe('shifted');
});

test('values that are no numbers at all are no answer about their range', async () => {
  const verdict = await served('minutes', `'NaN'::DOUBLE`);
  const about = verdict.findings.filter((finding) => finding.subject.name === 'minutes');
  expect(about).toEqual([]);
  expect(verdict.answer).toBe('steady');
});

describe('naming a change of scale', () => {
  const before = [20, 40, 90] as const;
  test.each([
    ['ten times', [200, 400, 900], 10],
    ['about a sixtieth', [0.34, 0.66, 1.48], 1 / 60],
    ['miles for kilometres', [32, 64, 145], 1.609344],
    ['five times, without a name', [101, 199, 452], 5],
  ] as const)('%s', (_, after, factor) => {
    expect(nameScale(before, after)?.factor).toBeCloseTo(factor, 1);
  });

  test.each([
    ['its natural logarithm', [Math.log(20), Math.log(40), Math.log(90)]],
    ['Fahrenheit in place of Celsius', [68, 104, 194]],
  ] as const)('%s is no factor', (words, [low, middle, high]) => {
    expect(nameScale(before, [low, middle, high])).toEqual({ factor: null, words });
  });

  test.each([
    ['nothing moved', [20, 41, 89]],
    ['everything is a little larger', [26, 52, 117]],
    ['only the upper end moved', [20, 40, 900]],
    ['everything is one value', [40, 40, 40]],
  ] as const)('nothing is named when %s', (_, after) => {
    expect(nameScale(before, after)).toBeNull();
  });

  test('values in the thousands are not their exponential, which no number can hold', () => {
    expect(nameScale([2000, 4000, 9000], [2600, 4100, 9100])).toBeNull();
  });
});
