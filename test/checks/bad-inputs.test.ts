import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { categories } from '../../src/checks/categories.ts';
import { constant } from '../../src/checks/constant.ts';
import { errors } from '../../src/checks/errors.ts';
import { fallback } from '../../src/checks/fallback.ts';
import { featureStore } from '../../src/checks/feature-store.ts';
import { latencyByStage } from '../../src/checks/latency-by-stage.ts';
import { outOfRange } from '../../src/checks/out-of-range.ts';
import { parity } from '../../src/checks/parity.ts';
import { restarts } from '../../src/checks/restarts.ts';
import { routing } from '../../src/checks/routing.ts';
import { schema } from '../../src/checks/schema.ts';
import { threshold } from '../../src/checks/threshold.ts';
import { upstream } from '../../src/checks/upstream.ts';
import { utilization } from '../../src/checks/utilization.ts';
import { end, features, onset, usualModel, verdictsOf, type Made } from './made-service.ts';

const checks: readonly Check[] = [
  categories,
  constant,
  errors,
  fallback,
  featureStore,
  latencyByStage,
  outOfRange,
  parity,
  restarts,
  routing,
  schema,
  threshold,
  upstream,
  utilization,
];

const every = (expression: string): Readonly<Record<string, string>> =>
  Object.fromEntries(features.map((name) => [name, expression]));
const stages = (expression: string) => ({ fetch_ms: expression, inference_ms: expression });
const resources = (expression: string) => ({
  cpu: expression,
  memory: expression,
  gpu: expression,
  queue_depth: expression,
});

/** Every check over the same service; the schema of verdicts refuses NaN and infinities. */
const answersTo = async (made: Made, more: object = {}) => {
  const verdicts = await verdictsOf(checks, { made, ...more });
  return Object.fromEntries(Object.entries(verdicts).map(([id, verdict]) => [id, verdict.answer]));
};
const allOf = (answer: string) => Object.fromEntries(checks.map((check) => [check.about.id, answer]));

describe('every check', () => {
  test('is steady on a quiet service', async () => {
    expect(await answersTo({})).toEqual(allOf('steady'));
  });

  test('has no answer when its table is not there', async () => {
    const without = ['predictions', 'features_offline', 'training', 'feature_reads', 'requests', 'hosts'];
    expect(await answersTo({ without })).toEqual(allOf('inconclusive'));
  });

  test('has no answer when its table is not configured', async () => {
    const { predictions } = usualModel;
    const bare = {
      offline_features: undefined,
      feature_reads: undefined,
      requests: undefined,
      hosts: undefined,
      reference: undefined,
    };
    const { decision: _, version: __, ...fewer } = predictions;
    const answers = await answersTo({}, { model: { ...bare, predictions: fewer } });
    const silent = [
      'errors',
      'fallback',
      'feature-store',
      'latency-by-stage',
      'parity',
      'restarts',
      'routing',
      'threshold',
      'utilization',
    ];
    expect(
      Object.keys(answers)
        .filter((id) => answers[id] === 'inconclusive')
        .toSorted(),
    ).toEqual(silent);
    expect(Object.keys(answers).filter((id) => answers[id] === 'shifted')).toEqual([]);
  });

  test('has no answer when the incident window is empty', async () => {
    const windows = {
      baseline: { from: new Date('2026-03-01T00:00:00Z'), to: onset },
      incident: { from: new Date('2026-03-07T00:00:00Z'), to: new Date('2026-03-08T00:00:00Z') },
      onset,
      now: end,
    };
    expect(await answersTo({}, { context: { windows } })).toEqual(allOf('inconclusive'));
  });

  test('does not cry over one row since the onset', async () => {
    const kept = `NOT broken OR i = 4799`;
    const answers = await answersTo({ kept });
    expect(Object.entries(answers).filter(([, answer]) => answer === 'shifted')).toEqual([]);
  });

  test.each([
    ['null', 'NULL::DOUBLE'],
    ['NaN', `'NaN'::DOUBLE`],
    ['infinite', `'Infinity'::DOUBLE`],
    ['one value', '1.0::DOUBLE'],
    ['an empty text', `''`],
  ])('survives a service in which everything was always %s', async (_, expression) => {
    const number = expression === `''` ? '1.0' : expression;
    const answers = await answersTo({
      truth: every(expression),
      reads: { misses: '0', age_p95_s: number },
      requests: { ...stages(number), fallback: 'false' },
      hosts: resources(number),
    });
    expect(Object.entries(answers).filter(([, answer]) => answer === 'shifted')).toEqual([]);
  });
});
