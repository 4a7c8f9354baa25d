import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../src/checks/check.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import { featureDrift } from '../../src/checks/feature-drift.ts';
import { nullRate } from '../../src/checks/null-rate.ts';
import { predictionDrift } from '../../src/checks/prediction-drift.ts';
import { verdictOn } from './made-model.ts';

describe('null rate', () => {
  test('a feature that went null is named with both rates, its interval and a corrected p', async () => {
    const verdict = await verdictOn(nullRate, {
      made: { served: 'CASE WHEN broken AND u7 < 0.18 THEN NULL ELSE true_income END' },
    });
    expect(verdict.answer).toBe('shifted');
    const [income, age] = verdict.findings;
    expect(income).toMatchObject({ subject: { kind: 'feature', name: 'income' }, shifted: true, before: 0 });
    expect(income?.after).toBeCloseTo(0.18, 1);
    expect(income?.low).toBeGreaterThan(0.1);
    expect(income?.adjustedP).toBeLessThan(1e-6);
    expect(age?.shifted).toBe(false);
    expect(verdict.line).toMatch(/^income is null in 1\d % of requests/);
  });

  test('nulls of one segment are seen when the check looks at that segment alone', async () => {
    const made = {
      served: `CASE WHEN broken AND country = 'IN' AND u7 < 0.5 THEN NULL ELSE true_income END`,
    };
    const inside = await verdictOn(nullRate, { made, context: () => ({ segment: { country: 'IN' } }) });
    const outside = await verdictOn(nullRate, { made, context: () => ({ segment: { country: 'BR' } }) });
    expect(inside.findings[0]?.after).toBeGreaterThan(0.4);
    expect(outside.answer).toBe('steady');
  });

  test('a quiet model is steady', async () => {
    expect((await verdictOn(nullRate)).answer).toBe('steady');
  });

  test('an empty incident window is no health: inconclusive, with the reason', async () => {
    const verdict = await verdictOn(nullRate, { made: { kept: 'NOT broken' } });
    expect(verdict).toMatchObject({
      answer: 'inconclusive',
      reason: 'no predictions in the incident window',
    });
  });
});

describe('feature drift', () => {
  test('a feature of few values drifts by what it drifts, whether its values or its bins are counted', async () => {
    const made = {
      served: 'CASE WHEN broken AND u7 < 0.2 THEN 9 WHEN u8 < 0.1 THEN NULL ELSE floor(true_income * 4) END',
      country: `CASE WHEN broken AND u1 < 0.2 THEN 'DE' WHEN u1 < 0.6 THEN 'BR' WHEN u1 < 0.9 THEN NULL ELSE 'IN' END`,
    };
    const manyInstead = (profile: CheckContext['profile']) =>
      profile.map((one) =>
        one.kind === 'number'
          ? { ...one, distinct: 5000 }
          : { ...one, values: [...one.values, ...Array.from({ length: 60 }, (_, k) => `never ${k}`)] },
      );
    const byValue = await verdictOn(featureDrift, { made });
    const byBin = await verdictOn(featureDrift, {
      made,
      context: ({ profile }) => ({ profile: manyInstead(profile) }),
    });
    expect(byValue.findings.filter(({ shifted }) => shifted).map(({ subject }) => subject.name)).toContain(
      'income',
    );
    const rounded = (verdict: Verdict) =>
      JSON.stringify(verdict, (_, value: unknown) =>
        typeof value === 'number' ? value.toPrecision(12) : value,
      );
    expect(rounded(byValue)).toBe(rounded(byBin));
  });

  test('codes that turn into another number in every row are binned by the row after all', async () => {
    const verdict = await verdictOn(featureDrift, {
      made: { served: 'CASE WHEN broken THEN true_income * 3 ELSE floor(true_income * 4) END' },
    });
    expect(verdict.findings[0]).toMatchObject({ subject: { name: 'income' }, shifted: true });
    expect(verdict.findings[0]?.nAfter).toBeGreaterThan(1000);
  });

  test('nulls are a bin of their own: eighteen in a hundred are drift', async () => {
    const verdict = await verdictOn(featureDrift, {
      made: { served: 'CASE WHEN broken AND u7 < 0.18 THEN NULL ELSE true_income END' },
    });
    expect(verdict.answer).toBe('shifted');
    expect(verdict.findings[0]).toMatchObject({ subject: { name: 'income' }, detail: { bin: 'null' } });
  });

  test('a moved distribution is told with the bin that moved most, in the feature’s own numbers', async () => {
    const verdict = await verdictOn(featureDrift, {
      made: { served: 'CASE WHEN broken THEN true_income * true_income ELSE true_income END' },
    });
    expect(verdict.findings[0]).toMatchObject({ shifted: true, subject: { name: 'income' } });
    expect(verdict.line).toMatch(/income drifted: PSI \d\.\d+, (below )?-?0\.\d+/);
  });

  test('a quiet model is steady, and so is one with a hundred rows after the onset', async () => {
    expect((await verdictOn(featureDrift)).answer).toBe('steady');
    const few = await verdictOn(featureDrift, { now: new Date('2026-03-09T12:33:00Z') });
    expect(few.answer).toBe('steady');
  });

  test('without a profile there is nothing to hold the values against', async () => {
    const verdict = await verdictOn(featureDrift, { context: () => ({ profile: [] }) });
    expect(verdict.answer).toBe('inconclusive');
  });
});

describe('prediction drift', () => {
  test('scores that all moved down are a shift, a constant score is inconclusive', async () => {
    const moved = await verdictOn(predictionDrift, {
      made: {
        score: 'CASE WHEN broken THEN 0.3 ELSE 1 END / (1 + exp(-(3 * coalesce(income, 0) + age - 1)))',
      },
    });
    expect(moved.answer).toBe('shifted');
    const constant = await verdictOn(predictionDrift, { made: { score: '0.4' } });
    expect(constant).toMatchObject({ answer: 'inconclusive', reason: 'all scores are the same' });
  });
});
