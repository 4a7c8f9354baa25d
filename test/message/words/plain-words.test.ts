import { expect, test } from 'vitest';
import { plainWords, shareOfChangeWords } from '../../../src/message/words/plain-words.ts';

test('months are said in days, one minute is one minute', () => {
  expect(plainWords('AUC fell, 319323 minutes before the alert')).toBe(
    'AUC fell, 221 d 18 h before the alert',
  );
  expect(plainWords('chg-1 came 1 minutes before')).toBe('chg-1 came 1 minute before');
  expect(plainWords('35 minutes before the alert')).toBe('35 minutes before the alert');
});

test('a segment never carries more than all of the change', () => {
  expect(plainWords('device=ios carries 102 % of the change: null rate')).toBe(
    'device=ios carries all of the change: null rate',
  );
  expect(plainWords('device=ios carries 64 % of the change')).toBe('device=ios carries 64 % of the change');
  expect([shareOfChangeWords(1.02), shareOfChangeWords(0.93)]).toEqual(['all', '93 %']);
});
