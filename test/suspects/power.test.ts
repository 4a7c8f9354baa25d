import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { powerOf, powerOfCheck, powerOverRows } from '../../src/suspects/power.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import { alert, answered, fallen, model, shifted } from './made-evidence.ts';

/** A null rate that did not move, and the interval of what it may have moved by. */
const unmovedBy = (high: number, more = {}) =>
  shifted('feature', 'price', { shifted: false, effect: 0, low: -0.004, high, adjustedP: 0.6, ...more });

describe('a check that found nothing', () => {
  test('says all where every fault that makes an alert fire would have been seen', () => {
    expect(powerOf(unmovedBy(0.01))).toBe(1);
    expect(powerOf(unmovedBy(0.05))).toBe(1);
  });

  test('says less the larger a fault may still be, and nothing where it may be any', () => {
    const powers = [0.06, 0.12, 0.3, 0.8, 1].map((high) => powerOf(unmovedBy(high)));
    expect(powers).toEqual(powers.toSorted((a, b) => b - a));
    expect(powers[1]).toBeCloseTo(1 - Math.log(0.12 / 0.05) / Math.log(1 / 0.05), 9);
    expect(powers.at(-1)).toBe(0);
  });

  test('has seen, of what never came, what three in all its rows would be', () => {
    const rows = (nAfter: number) => powerOverRows(unmovedBy(1, { nAfter }));
    expect(rows(4000)).toBe(1);
    expect(rows(10)).toBeCloseTo(1 - Math.log(0.3 / 0.05) / Math.log(1 / 0.05), 9);
    expect(rows(0)).toBe(0);
  });

  test('is judged by the measure of each subject that shows it best, and not at all where it could not say', () => {
    const wide = unmovedBy(1);
    const sharp = unmovedBy(0.01, { measure: 'another' });
    expect(powerOfCheck(answered('null-rate', [wide]))).toBe(0);
    expect(powerOfCheck(answered('null-rate', [wide, sharp]))).toBe(1);
    expect(powerOfCheck(answered('null-rate'))).toBe(1);
    expect(powerOfCheck(null)).toBe(0);
  });

  test('of a count excludes a crowd only as far as the usual days do', () => {
    const count = (high: number) => powerOf(unmovedBy(high, { unit: 'ratio', low: 0.9, threshold: 0.2 }));
    expect(count(1.15)).toBe(1);
    expect(count(1.9)).toBeLessThan(0.5);
    expect(count(4)).toBe(0);
  });
});

describe('suspects half an hour in, when forty requests have come', () => {
  const checks = ['null-rate', 'constant', 'out-of-range', 'categories', 'feature-drift', 'parity'];
  const seen = (high: number) => checks.map((check) => answered(check, [unmovedBy(high)]));
  const rank = (high: number, metric: string) =>
    rankSuspects({
      modelName: 'clicks',
      model,
      alert: { ...alert, signal: 'drift', metric },
      symptom: fallen,
      scope: null,
      evidence: [...seen(high), answered('golden-replay'), answered('changes')],
    });
  const chance = (high: number, id: string, metric = 'mean_score') =>
    rank(high, metric).suspects.find((one) => one.id === id)?.probability ?? 0;

  test('keep what nobody could have seen yet', () => {
    expect(chance(0.4, 'data.nulls')).toBeGreaterThan(2 * chance(0.01, 'data.nulls'));
  });

  test('do not hold labels that nobody looked at responsible for what is served', () => {
    expect(chance(0.4, 'data.labels', 'mean_score')).toBeLessThan(0.1);
    expect(chance(0.4, 'data.labels', 'auc')).toBeGreaterThan(2 * chance(0.4, 'data.labels', 'mean_score'));
  });
});

describe('what a p-value can speak for', () => {
  test('a sign that barely passed its test moves its suspect less than one beyond all doubt', () => {
    const nulls = (adjustedP: number) =>
      rankSuspects({
        modelName: 'clicks',
        model,
        alert,
        symptom: fallen,
        scope: null,
        evidence: [answered('null-rate', [shifted('feature', 'price', { adjustedP })])],
      }).suspects.find(({ id }) => id === 'data.nulls');
    const [barely, plainly] = [nulls(0.009), nulls(1e-9)];
    expect(barely?.for[0]?.logRatio).toBeCloseTo(-Math.log(-Math.E * 0.009 * Math.log(0.009)), 9);
    expect(plainly?.for[0]?.logRatio).toBe(3);
    expect(barely?.probability ?? 1).toBeLessThan(plainly?.probability ?? 0);
  });
});

describe('the age of values, where nobody keeps it for the bot', () => {
  const evidence = ['freshness', 'feature-store'].map((check) => ({
    ...answered(check),
    verdict: { answer: 'inconclusive' as const, line: 'no table', findings: [], reason: 'no table' },
  }));
  const first = (column: string, more: readonly Evidence[] = evidence) =>
    rankSuspects({
      modelName: 'clicks',
      model,
      alert: { ...alert, signal: 'data-quality', metric: 'freshness', column },
      symptom: null,
      scope: null,
      evidence: [...more, ...['null-rate', 'parity', 'errors'].map((check) => answered(check))],
    }).suspects[0];

  test('is what the alert says it is, of the feature it names', () => {
    expect(first('price')).toMatchObject({
      id: 'data.staleness',
      culprit: { kind: 'feature', name: 'price' },
      for: [{ words: 'the alert measured how old price is, and no table here tells' }],
    });
  });

  test('is not held against a feature that the model does not have, or that a check found fresh', () => {
    expect(first('weather')?.culprit ?? null).toBeNull();
    const fresh = [answered('freshness'), answered('feature-store')];
    const stale = first('price', fresh);
    expect(stale?.id === 'data.staleness' && stale.culprit !== null).toBe(false);
  });
});
