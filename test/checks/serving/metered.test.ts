import { describe, expect, test } from 'vitest';
import { errors } from '../../../src/checks/errors.ts';
import { fallback } from '../../../src/checks/fallback.ts';
import { latencyByStage } from '../../../src/checks/latency-by-stage.ts';
import type { Answer } from '../../../src/checks/question.ts';
import { restarts } from '../../../src/checks/restarts.ts';
import { utilization } from '../../../src/checks/utilization.ts';
import { volume } from '../../../src/checks/volume.ts';
import { ModelConfig } from '../../../src/config/schema/model-schema.ts';
import type { Row } from '../../../src/sql/aggregate.ts';
import { contextOf, failed, judge, now, ofKind, onset, rows } from '../made-metrics.ts';

describe('errors from counters', () => {
  const both = { requests: 'requests_total', errors: 'errors_total' };

  test('a status is counted among all requests, and a success is no error', () => {
    const context = contextOf({ requests: 'requests_total' });
    const verdict = judge(errors, context, {
      requests: rows(
        {
          status: '200',
          error: null,
          before: 9990.4,
          after: 900,
          'before seconds': 345600,
          'after seconds': 14400,
        },
        { status: '504', error: null, before: 9.7, after: 100.2 },
      ),
    });
    expect(verdict).toMatchObject({
      answer: 'shifted',
      line: 'status 504 went from 0.1 % to 10 % of requests',
      findings: [{ nBefore: 10000, nAfter: 1000, detail: { hoursBefore: 96, hoursAfter: 4 } }],
    });
  });

  test('a counter of errors of its own is held against the requests', () => {
    const verdict = judge(errors, contextOf(both), {
      requests: rows({ status: null, error: null, before: 10000, after: 1000 }),
      errors: rows(
        { status: null, error: 'timeout', after: 80 },
        { status: null, error: null, before: 3, after: 1 },
      ),
    });
    expect(verdict).toMatchObject({ answer: 'shifted', line: 'timeout went from 0 % to 8 % of requests' });
    expect(verdict.findings.map(({ subject }) => subject.name)).toEqual(['timeout', 'errors']);
  });

  test('more errors than requests are no share above one', () => {
    const verdict = judge(errors, contextOf(both), {
      requests: rows({ before: 100, after: 100 }),
      errors: rows({ error: 'retried', before: 10, after: 250 }),
    });
    expect(verdict.findings[0]).toMatchObject({ after: 1, nAfter: 100 });
  });

  test.each([
    [
      'no series at all',
      both,
      { requests: rows(), errors: rows() },
      'infra.requests counted nothing in either window',
    ],
    [
      'a counter that began with the incident',
      both,
      { requests: rows({ after: 100 }), errors: rows({ error: 'x', after: 100 }) },
      'infra.requests counted nothing in the baseline window',
    ],
    [
      'no errors, or none counted',
      both,
      { requests: rows({ before: 100, after: 100 }), errors: rows() },
      'infra.errors has no samples: none happened, or none counted, cannot be told apart',
    ],
    ['a server that is silent', both, { requests: failed, errors: failed }, `metrics: ${failed.message}`],
    [
      'labels that tell nothing',
      { requests: 'requests_total', labels: {} },
      { requests: rows({ before: 100, after: 100 }) },
      'nothing tells failed requests from others',
    ],
    ['errors without requests', { errors: 'errors_total' }, {}, 'no requests table is configured'],
  ])('%s is no answer', (_, infra, answers, line) => {
    expect(judge(errors, contextOf(infra), answers)).toMatchObject({
      answer: 'inconclusive',
      line,
      findings: [],
    });
  });
});

describe('default scores from counters', () => {
  const both = { requests: 'requests_total', fallbacks: 'fallbacks_total' };

  test('hosts are named when both counters tell them', () => {
    const requests = rows({ host: 'a', before: 1000, after: 100 }, { host: 'b', before: 1000, after: 100 });
    const verdict = judge(fallback, contextOf(both), {
      requests,
      fallbacks: rows({ host: 'a', before: 2, after: 1 }, { host: 'b', before: 2, after: 60 }),
    });
    expect(verdict.line).toBe('default scores went from 0.2 % to 31 % of requests, on b');
    const whole = judge(fallback, contextOf(both), {
      requests,
      fallbacks: rows({ host: null, before: 4, after: 61 }),
    });
    expect(whole).toMatchObject({ answer: 'shifted', findings: [{ subject: { name: 'fallback_rate' } }] });
    expect(whole.findings).toHaveLength(1);
  });

  test('a counter that nobody exported before says nothing about before', () => {
    const verdict = judge(fallback, contextOf(both), {
      requests: rows({ host: null, before: 1000, after: 100 }),
      fallbacks: rows({ host: null, after: 60 }),
    });
    expect(verdict).toMatchObject({ answer: 'inconclusive' });
    expect(verdict.line).toContain('no samples in the baseline window');
  });
});

describe('restarts from a counter', () => {
  const context = contextOf({ restarts: 'restarts_total' });

  test('rates are over the hours for which there are samples', () => {
    const verdict = judge(restarts, context, {
      restarts: rows(
        { host: 'a', before: 0.98, after: 8.02, 'before seconds': 36_000, 'after seconds': 14_400 },
        { host: 'new', after: 5, 'after seconds': 14_400 },
      ),
    });
    expect(verdict).toMatchObject({ answer: 'shifted', line: 'a restarted 8 times since the onset' });
    expect(verdict.findings[0]).toMatchObject({ before: 0.1, after: 2, nBefore: 1, nAfter: 8 });
    expect(verdict.findings[1]).toMatchObject({
      before: null,
      p: null,
      shifted: false,
      sentence: 'new was not there in the baseline window',
    });
  });

  test('a counter that is not there is no answer', () => {
    expect(judge(restarts, context, { restarts: rows() }).answer).toBe('inconclusive');
    expect(judge(restarts, context, { restarts: failed }).answer).toBe('inconclusive');
  });
});

describe('load from gauges', () => {
  const context = contextOf({ cpu: 'cpu', gpu: 'gpu' });
  const level = (n: number, mean: number): Row => ({
    host: 'a',
    'before n': 1000,
    'before sum': 400,
    'before squares': 165,
    'after n': n,
    'after sum': n * mean,
    'after squares': n * (mean * mean + 0.005),
    'after max': 0.99,
  });

  test('only what is configured is asked, and what is full is named with its host', () => {
    expect(ofKind(utilization.query(context))).toEqual(['cpu: metered', 'gpu: metered']);
    const verdict = judge(utilization, context, { cpu: rows(level(200, 0.95)), gpu: rows(level(200, 0.4)) });
    expect(verdict).toMatchObject({ answer: 'shifted', line: 'cpu up to 95 % on all hosts' });
    expect(verdict.findings[0]?.detail).toEqual({ resource: 'cpu', max: 0.99 });
  });

  test('what was not measured is not called steady', () => {
    const steady = judge(utilization, context, { cpu: rows(level(200, 0.4)), gpu: rows() });
    expect(steady).toMatchObject({ answer: 'steady', line: 'CPU as before' });
    const half = judge(utilization, context, { cpu: rows(level(200, 0.4)), gpu: failed });
    expect(half).toMatchObject({ answer: 'inconclusive', line: `metrics: ${failed.message}; CPU as before` });
    expect(judge(utilization, context, { cpu: rows(), gpu: rows() }).answer).toBe('inconclusive');
  });
});

describe('volume from a counter', () => {
  const context = contextOf({ requests: 'requests_total' });
  const quarter = 900_000;
  const counted = (without: (at: number) => boolean) => {
    const bins: Row[] = [];
    for (let at = Date.parse('2026-03-01T00:00:00Z'); at < now.getTime(); at += quarter) {
      const window = at < onset.getTime() ? 'before' : 'after';
      const noise = (at / quarter) % 7;
      if (!without(at)) bins.push({ at: new Date(at), [window]: (window === 'before' ? 100 : 20) + noise });
    }
    return rows(...bins);
  };
  const missing: Answer = { ...failed, source: 'logs', message: 'there is no table predictions' };

  test('is judged by it when the predictions cannot be read', () => {
    expect(judge(volume, context, { whole: missing, counter: counted(() => false) })).toMatchObject({
      answer: 'shifted',
    });
    expect(judge(volume, context, { whole: missing, counter: failed })).toMatchObject({
      answer: 'inconclusive',
      line: 'logs: there is no table predictions',
    });
  });

  test('a scrape that failed is not a time without requests', () => {
    const hour = Date.parse('2026-03-05T13:00:00Z');
    const gap = counted((at) => at >= hour && at < hour + 4 * quarter);
    expect(judge(volume, context, { whole: missing, counter: gap })).toMatchObject({
      answer: 'inconclusive',
    });
  });
});

test('a table that is named is read, whatever queries there are', () => {
  const tables = ModelConfig.parse({
    ...contextOf({ requests: 'r', latency: { buckets: 'b' }, restarts: 's', cpu: 'c' }).model,
    requests: { source: 'logs', table: 'requests', time: 'ts', id: 'id', stages: ['a_ms'], fallback: 'f' },
    hosts: { source: 'logs', table: 'hosts', time: 'ts' },
  });
  const context = { ...contextOf({}), model: tables };
  for (const check of [errors, fallback, latencyByStage, restarts, utilization])
    expect(ofKind(check.query(context)).join()).not.toContain('metered');
});
