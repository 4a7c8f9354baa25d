import { describe, expect, test } from 'vitest';
import { investigated } from '../symptom/made-incident.ts';

const good = '1 / (1 + exp(-(3 * coalesce(income, 0) + age - 1)))';
const nulls = (where: string) => `CASE WHEN broken AND ${where} AND u7 < 0.8 THEN NULL ELSE true_income END`;

describe('looking for the segments', () => {
  test('a pair of values is named when neither alone explains it', async () => {
    const { scope } = await investigated({
      made: { served: nulls(`device = 'android' AND country = 'US'`) },
    });
    expect(scope.answer).toBe('segments');
    expect(scope.segments.map(({ where }) => where)).toEqual([{ country: 'US', device: 'android' }]);
    expect(scope.segments[0]?.shareOfChange).toBeGreaterThan(0.9);
    expect(scope.segments[0]?.adjustedP).toBeLessThan(0.001);
  });

  test('all bad values of a dimension are named, and none of the good', async () => {
    const { scope } = await investigated({ made: { served: nulls(`country IN ('US', 'IN')`) } });
    expect(new Set(scope.segments.map(({ where }) => where['country']))).toEqual(new Set(['IN', 'US']));
  });

  test('a fault everywhere is a fault of all traffic alike', async () => {
    const { scope } = await investigated({ made: { served: nulls('true') } });
    expect(scope).toMatchObject({ answer: 'all-alike', segments: [] });
    // The alert is about the AUC; what the segments were looked for in is said beside it.
    expect(scope.sentence).toMatch(
      /^All traffic alike: AUC went from 0\.\d{3} to 0\.\d{3}, and no segment stands out \(looked at: .* went from .* %\)\.$/,
    );
  });

  test('a feature that is always null says of nobody that they are affected', async () => {
    const { scope } = await investigated({
      made: { served: 'CASE WHEN false THEN true_income END' },
      alert: { signal: 'data-quality', metric: 'null_rate', column: 'income' },
    });
    expect(scope).toMatchObject({ answer: 'inconclusive', segments: [] });
    expect(scope.sentence).toContain('nothing moved');
    expect(scope.sentence).toContain('is 100 % before and after');
    expect(scope.sentence).not.toContain('went from');
  });

  test('versions that stayed what they were, in another mix, are named by their mix', async () => {
    const { scope } = await investigated({
      made: {
        version: `CASE WHEN u3 < (CASE WHEN broken THEN 0.7 ELSE 0.05 END) THEN 'v1' ELSE 'v2' END`,
        score: `CASE WHEN model_version = 'v1' THEN 0.4 + 0.2 * u8 ELSE ${good} END`,
      },
    });
    expect(scope.segments.map(({ where }) => where)).toEqual([{ model_version: 'v1' }]);
    expect(scope.sentence).toContain('grew, rates inside stayed');
  });

  test('a canary of new weights is held against what served before it came', async () => {
    const { scope } = await investigated({
      made: {
        version: `CASE WHEN broken AND u3 < 0.2 THEN 'v3' ELSE 'v2' END`,
        score: `CASE WHEN model_version = 'v3' THEN 0.01 + 0.05 * u8 ELSE ${good} END`,
      },
    });
    expect(scope.segments.map(({ where }) => where)).toEqual([{ model_version: 'v3' }]);
  });
});

describe('requests that are joined by the wrong column', () => {
  test('are not told as windows without rows', async () => {
    const { scope } = await investigated({
      made: { served: nulls('true') },
      model: (usual) => ({ ...usual, predictions: { ...usual.predictions, id: 'score' } }),
    });
    expect(scope.answer).toBe('inconclusive');
    expect(scope.sentence).toContain(
      'no row of predictions in either window has a row of requests with the same id (score = request_id)',
    );
    expect(scope.sentence).toContain('check that predictions.id and requests.id');
  });
});

describe('breaking one dimension down', () => {
  test('every value has its before, after and corrected p; the parts add up to the whole', async () => {
    const { scope } = await investigated({
      made: { converted: `outcome AND u8 < (CASE WHEN broken AND country = 'BR' THEN 0.2 ELSE 0.7 END)` },
      alert: { signal: 'business-kpi', metric: 'conversion' },
      dimensions: ['country'],
    });
    expect(scope.dimensions).toEqual(['country']);
    expect(scope.rows).toHaveLength(3);
    expect(scope.segments.map(({ where }) => where)).toEqual([{ country: 'BR' }]);
    const shares = scope.rows.reduce((sum, { shareOfChange }) => sum + (shareOfChange ?? 0), 0);
    expect(shares).toBeCloseTo(1, 6);
    expect(Math.abs(scope.segments[0]?.ratePart ?? 0)).toBeGreaterThan(
      Math.abs(scope.segments[0]?.mixPart ?? 1),
    );
  });

  test('values that rise while the whole falls are told as the paradox they are', async () => {
    const { scope } = await investigated({
      made: {
        country: `CASE WHEN u1 < (CASE WHEN broken THEN 0.9 ELSE 0.2 END) THEN 'BR' ELSE 'US' END`,
        converted: `u8 < (CASE WHEN country = 'BR' THEN 0.2 ELSE 0.6 END) + (CASE WHEN broken THEN 0.1 ELSE 0 END)`,
      },
      alert: { signal: 'business-kpi', metric: 'conversion' },
      dimensions: ['country'],
    });
    expect(scope.warnings.join()).toContain("Simpson's paradox");
  });

  test('a metric that does not add up is broken down without parts', async () => {
    const { scope } = await investigated({
      made: { served: nulls(`device = 'android'`) },
      dimensions: ['device'],
    });
    expect(scope.rows.map(({ ratePart }) => ratePart)).toEqual([null, null]);
    expect(scope.segments.map(({ where }) => where)).toEqual([{ device: 'android' }]);
  });
});
