import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { incidentKey } from '../../src/alert/key.ts';
import { anAlert } from './alerts.ts';
import { known } from './known-models.ts';

const keyOf = (changes: Partial<Alert>) => incidentKey(anAlert(changes), known);

test('model, signal and metric make the key', () => {
  expect(keyOf({})).toBe('churn/model-metric/auc');
});

test('two monitors with different words for one metric meet in one key', () => {
  expect(keyOf({ metric: 'ROC-AUC', source: 'datadog', fingerprint: 'other' })).toBe(
    keyOf({ metric: 'auc' }),
  );
  expect(keyOf({ signal: 'business-kpi', metric: 'conversion' })).toBe(
    keyOf({ signal: 'business-kpi', metric: 'renewal_rate' }),
  );
});

test('column and segment limit it, whatever the order of the segment', () => {
  expect(keyOf({ signal: 'drift', metric: 'psi', column: 'age' })).toBe('churn/drift/psi/column:age');
  expect(keyOf({ segment: { device: 'ios', country: 'BR' } })).toBe(
    'churn/model-metric/auc/where:country=BR&device=ios',
  );
  expect(keyOf({ segment: { device: 'ios', country: 'BR' } })).toBe(
    keyOf({ segment: { country: 'BR', device: 'ios' } }),
  );
});

test('a text that looks like a number, a boolean or nothing stays apart from it', () => {
  const keys = ['1', 1, 'true', true, 'null', null].map((value) => keyOf({ segment: { country: value } }));
  expect(new Set(keys).size).toBe(6);
});

test('an unknown word for a metric stands for itself', () => {
  expect(keyOf({ metric: 'Flux Capacitance' })).toBe('churn/model-metric/~flux_capacitance');
});

test('alerts without a model or a metric are kept apart by who sent them', () => {
  expect(keyOf({ model: null })).toBe('-/model-metric/auc/alert:alertmanager:f1');
  expect(keyOf({ metric: null })).toBe('churn/model-metric/-/alert:alertmanager:f1');
  expect(keyOf({ metric: null, fingerprint: 'f2' })).not.toBe(keyOf({ metric: null }));
});

test('a model named "-" is not the unknown model', () => {
  expect(keyOf({ model: '-' })).not.toBe(keyOf({ model: null }).replace(/\/alert.*/, ''));
});

test('no part of an alert can forge another part: different alerts have different keys', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '/', '&', '=', ':', '%', '-', '~', '2', 'F') });
  const alert = fc.record({
    model: fc.option(
      text.filter((name) => name !== ''),
      { nil: null },
    ),
    column: fc.option(text, { nil: null }),
    segment: fc.dictionary(
      text.filter((name) => name !== '__proto__'),
      text,
      { maxKeys: 2 },
    ),
  });
  fc.assert(
    fc.property(alert, alert, (one, other) => {
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
      expect(keyOf(one) === keyOf(other)).toBe(same);
    }),
    { numRuns: 500 },
  );
});

function sorted(parts: Pick<Alert, 'model' | 'column' | 'segment'>) {
  return { ...parts, segment: Object.entries(parts.segment).toSorted(([a], [b]) => (a < b ? -1 : 1)) };
}
