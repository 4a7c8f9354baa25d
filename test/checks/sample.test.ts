import { describe, expect, test } from 'vitest';
import { constant } from '../../src/checks/constant.ts';
import { influence } from '../../src/checks/influence.ts';
import { nullRate } from '../../src/checks/null-rate.ts';
import { outOfRange } from '../../src/checks/out-of-range.ts';
import { sampleWords, stepFor } from '../../src/checks/sample.ts';
import { schema } from '../../src/checks/schema.ts';
import { verdictOn, type Asked } from './made-model.ts';

/** One request in three before the onset and one in two since it, as a window with very many rows would be read. */
const sampled: Asked = { context: () => ({ sample: { baseline: 3, incident: 2 } }) };
const rows = { before: (7 * 86_400 - 600) / 20, after: 43_200 / 20 };

describe('a check that looks at a sample of very many rows', () => {
  test('says so, counts only the rows that it looked at, and finds what is there', async () => {
    const made = { served: 'CASE WHEN broken THEN 0.5 ELSE true_income END' };
    const verdict = await verdictOn(constant, { ...sampled, made });
    expect(verdict.answer).toBe('shifted');
    expect(verdict.line).toContain('(values of numbers from a sample: 1 row in 3 before, 1 in 2 since)');
    const [finding] = verdict.findings;
    expect(finding).toMatchObject({ subject: { name: 'income' }, after: 1, detail: { value: '0.5' } });
    expect(finding?.nBefore).toBeGreaterThan(0.9 * (rows.before / 3));
    expect(finding?.nBefore).toBeLessThan(1.1 * (rows.before / 3));
    expect(finding?.nAfter).toBeGreaterThan(0.85 * (rows.after / 2));
    expect(finding?.nAfter).toBeLessThan(1.15 * (rows.after / 2));
  });

  test('looks at the same rows every time', async () => {
    const [one, other] = [await verdictOn(influence, sampled), await verdictOn(influence, sampled)];
    expect(one.findings.length).toBeGreaterThan(1);
    const counts = one.findings.map(({ nBefore, nAfter }) => [nBefore, nAfter]);
    expect(other.findings.map(({ nBefore, nAfter }) => [nBefore, nAfter])).toEqual(counts);
    one.findings.forEach(({ effect }, k) => expect(other.findings[k]?.effect).toBeCloseTo(effect ?? 0, 9));
  });

  test('reads about the same shares of the variance from a third of the scores', async () => {
    const [all, some] = [await verdictOn(influence), await verdictOn(influence, sampled)];
    const share = (name: string, of: typeof all) =>
      of.findings.find(({ subject }) => subject.name === name)?.before ?? Number.NaN;
    expect(Math.abs(share('income', all) - share('income', some))).toBeLessThan(0.02);
    expect(all.line).not.toContain('sample');
  });

  test('counts every row outside the range', async () => {
    const made = { served: 'CASE WHEN broken THEN 100 * true_income ELSE true_income END' };
    const verdict = await verdictOn(outOfRange, { ...sampled, made });
    expect(verdict.answer).toBe('shifted');
    const [beyond] = verdict.findings.filter(({ measure }) => measure.includes('outside the range'));
    expect(beyond).toMatchObject({
      subject: { name: 'income' },
      shifted: true,
      nAfter: rows.after,
    });
  });

  test('a quiet model stays steady', async () => {
    const answers = [constant, outOfRange, schema].map(async (check) => verdictOn(check, sampled));
    expect((await Promise.all(answers)).map(({ answer }) => answer)).toEqual(['steady', 'steady', 'steady']);
  });
});

test('a check that counts rare things reads every row, and adds no words', async () => {
  const verdict = await verdictOn(nullRate, sampled);
  expect(verdict.line).not.toContain('sample');
  expect(verdict.findings[0]?.nAfter).toBe(rows.after);
});

test.each([
  [199_999, 1],
  [399_999, 1],
  [400_000, 2],
  [10_000_000, 50],
])('of %d rows in a window one in %d is enough for 200,000', (of, step) => {
  expect(stepFor(of, 200_000)).toBe(step);
});

test('a sample is said in words only where rows were left out', () => {
  expect(sampleWords({ baseline: 1, incident: 1 })).toBeNull();
  expect(sampleWords({ baseline: 10, incident: 1 })).toBe('1 row in 10 before, every row since');
  expect(sampleWords({ baseline: 1, incident: 4 })).toBe('every row before, 1 in 4 since');
});
