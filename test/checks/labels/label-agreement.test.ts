import { expect, test } from 'vitest';
import { agreementOf } from '../../../src/checks/labels/label-agreement.ts';

const before = { n: 1000, positives: 300 };

test('seven labels that all came out alike blame no labelling job', () => {
  const { rate, contradiction } = agreementOf([{ high: false, before, after: { n: 7, positives: 0 } }]);
  expect(rate).toMatchObject({ kind: 'unanswerable', reason: 'too few rows' });
  expect(contradiction.kind).toBe('unanswerable');
});

test('seventy labels that all came out alike do', () => {
  const { rate } = agreementOf([{ high: false, before, after: { n: 70, positives: 0 } }]);
  expect(rate.kind === 'estimate' && rate.pValue).toBeLessThan(1e-6);
});
