import { expect, test } from 'vitest';
import { numberFrom, numbersInText } from '../../src/alert/numbers.ts';

test.each([
  ['0.8002', 0.8002],
  [0.5, 0.5],
  ['17.1%', 0.171],
  [' 529 ms', 529],
  ['-3e-2', -0.03],
  ['NaN', null],
  ['+Inf', null],
  [Number.NaN, null],
  ['about 7', null],
  ['', null],
  [null, null],
  [{}, null],
])('the field %j holds %j', (said, number) => {
  expect(numberFrom(said)).toBe(number);
});

test.each([
  ['AUC of churn is 0.80 (7d: 0.86)', 0.8, 0.86],
  ['p95 latency of churn is 529 ms (7d: 119 ms)', 529, 119],
  ['renewals behind churn is 17.10% (7d: 17.88%)', 0.171, 0.1788],
  ['latency rose from 120 ms to 900 ms', 900, 120],
  ['error rate 0.7% → 4%', 0.04, 0.007],
  ['AUC 0.86 -> 0.78', 0.78, 0.86],
  ['null rate is 18% (was 0.5%)', 0.18, 0.005],
  ['PSI of country is 0.23 (limit 0.20)', 0.23, null],
  ['model v3 was deployed at 14:05', null, null],
  ['version is 2.1.7', null, null],
  ['nothing to see', null, null],
])('"%s" states value %j and baseline %j', (text, value, baseline) => {
  expect(numbersInText(text)).toEqual({ value, baseline });
});
