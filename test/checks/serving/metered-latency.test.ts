import { describe, expect, test } from 'vitest';
import { latencyByStage } from '../../../src/checks/latency-by-stage.ts';
import type { Row } from '../../../src/sql/aggregate.ts';
import { contextOf, judge, rows } from '../made-metrics.ts';

describe('latency from buckets', () => {
  const infra = { latency: { buckets: 'duration_bucket' } };
  const stage = (name: string, before: readonly number[], after: readonly number[]): readonly Row[] =>
    ['0.1', '0.2', '+Inf'].map((le, k) => ({
      stage: name,
      le,
      ...(before[k] === undefined ? {} : { before: before[k] }),
      ...(after[k] === undefined ? {} : { after: after[k] }),
    }));
  const judged = (...given: readonly Row[]) =>
    judge(latencyByStage, contextOf(infra), { buckets: rows(...given) });

  test('the interval takes in the buckets, and how many requests stand behind it is said', () => {
    const verdict = judged(
      ...stage('model', [960, 1000, 1000], [50, 100, 100]),
      ...stage('fetch', [1000, 1000, 1000], [100, 100, 100]),
    );
    expect(verdict).toMatchObject({ answer: 'shifted' });
    expect(verdict.line).toBe('p95 of model went from 99 ms to 190 ms');
    expect(verdict.findings[0]).toMatchObject({ nBefore: 1000, nAfter: 100, low: 0, high: 200 });
    expect(verdict.findings[0]?.test).toContain("at a bucket's bound");
  });

  test('beyond the last bound nobody knows how long it took', () => {
    const verdict = judged(...stage('model', [1000, 1000, 1000], [0, 10, 100]));
    expect(verdict).toMatchObject({
      answer: 'shifted',
      line: 'p95 of model went from 95 ms to more than 200 ms',
    });
    expect(verdict.findings[0]).toMatchObject({ high: null, detail: { openFrom: 200 } });
  });

  test.each([
    ['a server without such a metric', [], 'infra.latency has no samples in either window'],
    [
      'buckets in one window only',
      stage('model', [], [1, 2, 3]),
      'too few requests went through model in one of the windows',
    ],
    ['three requests', stage('model', [1000, 1000, 1000], [1, 2, 3]), null],
    [
      'buckets that do not add up',
      stage('model', [900, 300, 1000], [1, 2, 3]),
      'the buckets of model do not add up: not every instance has the same bounds',
    ],
    [
      'bounds that are none',
      [{ stage: 'model', le: 'x', before: 5, after: 5 }],
      'the buckets of model have no bounds',
    ],
    [
      'no finite bound',
      [{ stage: 'model', le: '+Inf', before: 500, after: 500 }],
      'the buckets of model have no bounds',
    ],
    [
      'nothing but zeros',
      stage('model', [0, 0, 0], [0, 0, 0]),
      'too few requests went through model in one of the windows',
    ],
  ] as const)('%s is no number out of nothing', (_, given, line) => {
    const verdict = judged(...given);
    expect(verdict.answer).not.toBe('shifted');
    expect(line === null || verdict.line === line).toBe(true);
  });

  test('buckets without a stage are the whole request, in milliseconds where the metric is', () => {
    const context = contextOf({ labels: {}, latency: { buckets: 'duration_bucket', unit: 'milliseconds' } });
    const bucket = (le: string, before: number, after: number): Row => ({ le, before, after });
    const verdict = judge(latencyByStage, context, {
      buckets: rows(bucket('100', 1000, 10), bucket('400', 1000, 1000), bucket('+Inf', 1000, 1000)),
    });
    expect(verdict.line).toMatch(/^p95 of request went from 95 ms to 385 ms/);
  });

  test('hosts are asked about with the bound as the server spells it', () => {
    const context = contextOf(infra);
    const buckets = rows(...stage('model', [940, 1000, 1000], [50, 60, 100]));
    const asked = latencyByStage.follow?.(context, { buckets }) ?? {};
    expect(asked['hosts model']).toMatchObject({
      by: ['host', 'le'],
      where: [
        { label: 'le', values: ['0.2', '+Inf'] },
        { label: 'stage', values: ['model'] },
      ],
    });
  });
});

describe('latency from quantiles that the service computed', () => {
  const context = contextOf({ latency: { quantiles: 'duration' } });
  const at = (k: number, quantile: string, window: 'before' | 'after', seconds: number): Row => ({
    stage: 'model',
    quantile,
    at: new Date(k * 600_000),
    [`${window} n`]: 10,
    [`${window} sum`]: seconds * 10,
  });
  const series = (window: 'before' | 'after', level: number, n: number): readonly Row[] =>
    Array.from({ length: n }, (_, k) => [
      at(k, '0.95', window, level + 0.001 * (k % 3)),
      at(k, '0.99', window, 3 * level),
      at(k, '0.5', window, level / 2),
    ]).flat();

  test('the means over ten minutes are compared, and a value every ten minutes is one observation', () => {
    const verdict = judge(latencyByStage, context, {
      quantiles: rows(...series('before', 0.05, 30), ...series('after', 0.2, 12)),
    });
    expect(verdict).toMatchObject({ answer: 'shifted', line: 'p95 of model went from 51 ms to 201 ms' });
    expect(verdict.findings[0]).toMatchObject({ nBefore: 30, nAfter: 12, test: 'Welch t' });
  });

  test('a single value is no answer', () => {
    const verdict = judge(latencyByStage, context, {
      quantiles: rows(...series('before', 0.05, 30), ...series('after', 0.2, 1)),
    });
    expect(verdict).toMatchObject({ answer: 'inconclusive' });
    expect(judge(latencyByStage, context, { quantiles: rows() }).answer).toBe('inconclusive');
  });
});
