import { expect, test } from 'vitest';
import type { Inquiry } from '../../../src/checks/inquiry.ts';
import type { Warehouse } from '../../../src/response/ports.ts';
import { runInquiries } from '../../../src/response/checks/run-inquiries.ts';

const warehouse: Warehouse = {
  now: new Date(0),
  ask: async () => ({}),
  askOne: () => Promise.reject(new Error('not asked')),
  columns: async () => null,
};

test('between the steps of inquiries the process hears others, also where nothing is asked', async () => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  const seen: number[] = [];
  function* computing(): Inquiry<string> {
    for (let step = 0; step < 3; step += 1) {
      seen.push(turns);
      yield {};
    }
    return 'done';
  }
  const outcomes = await runInquiries({ one: computing(), other: computing() }, warehouse, {
    signal: new AbortController().signal,
  });
  clearImmediate(timer);
  expect(outcomes).toMatchObject({ one: { result: 'done' }, other: { result: 'done' } });
  expect(new Set(seen).size).toBe(seen.length);
});
