import { expect, test } from 'vitest';
import { recogniseColumn } from '../../src/alert/recognise-column.ts';
import { recogniseModel, type Clues } from '../../src/alert/recognise-model.ts';
import { recogniseSegment } from '../../src/alert/recognise-segment.ts';
import { known } from './known-models.ts';

const nothing: Clues = { labels: {}, parts: [], texts: [] };
const [churn] = known.models;
const model = (clues: Partial<Clues>) => recogniseModel({ ...nothing, ...clues }, known)?.name ?? null;
const column = (clues: Partial<Clues>, signal: 'drift' | 'model-metric' = 'drift') =>
  recogniseColumn({ ...nothing, ...clues }, churn ?? null, signal);
const segment = (clues: Partial<Clues>) => recogniseSegment({ ...nothing, ...clues }, churn ?? null);

test('a model label names the model, in any spelling of its name or of another name for it', () => {
  expect(model({ labels: { model: 'churn' } })).toBe('churn');
  expect(model({ labels: { Model_Name: 'CHURN' } })).toBe('churn');
  expect(model({ labels: { ml_model: 'churn_risk' } })).toBe('churn');
});

test('a label that names an unknown model is believed: the model is unknown, whatever the text says', () => {
  expect(model({ labels: { model: 'uplift' }, texts: ['AUC of churn is low'] })).toBeNull();
});

test('a part of the key outdoes the title', () => {
  expect(model({ parts: ['AucLow', 'fraud'], texts: ['worse than churn'] })).toBe('fraud');
});

test('another label may bear the name of the model', () => {
  expect(model({ labels: { service: 'fraud' } })).toBe('fraud');
});

test('a word in the text names the model; a longer word does not', () => {
  expect(model({ texts: ['AUC of fraud is low'] })).toBe('fraud');
  expect(model({ texts: ['ml.fraud.auc'] })).toBe('fraud');
  expect(model({ texts: ['fraudulent traffic, defraud, fraud_refunds'] })).toBeNull();
});

test('two models in one sentence are no answer', () => {
  expect(model({ texts: ['churn and fraud both look odd'] })).toBeNull();
});

test('the longer of two names that overlap is meant', () => {
  const models = [...known.models, { name: 'fraud-refunds', segments: [], features: [], kpi: null }];
  expect(recogniseModel({ ...nothing, texts: ['AUC of fraud-refunds'] }, { models })?.name).toBe(
    'fraud-refunds',
  );
  expect(recogniseModel({ ...nothing, texts: ['AUC of fraud'] }, { models })?.name).toBe('fraud');
});

test('no configured model is ever invented', () => {
  expect(recogniseModel({ ...nothing, labels: { model: 'churn' } }, { models: [] })).toBeNull();
});

test('a name full of signs is taken literally', () => {
  const models = [{ name: 'c++ (v2) [a|b]*', segments: [], features: [], kpi: null }];
  expect(recogniseModel({ ...nothing, texts: ['drift in c++ (v2) [a|b]* today'] }, { models })?.name).toBe(
    'c++ (v2) [a|b]*',
  );
  expect(recogniseModel({ ...nothing, texts: ['c v2 a'] }, { models })).toBeNull();
});

test('a column label names the column as the tables spell it, and an unknown one is left out', () => {
  expect(column({ labels: { feature: 'Device_Type' } })).toBe('device_type');
  expect(column({ labels: { column: 'shoe_size' }, texts: ['PSI of tenure'] })).toBeNull();
});

test('a part of the key names the column', () => {
  expect(column({ parts: ['drift', 'churn', 'tenure'] })).toBe('tenure');
});

test.each([
  'PSI of country is 0.3',
  'feature device_type drifts',
  'psi(age) > 0.2',
  'nulls in "tenure"',
  'column=age',
])('"%s" names a column where a column stands', (text) => {
  expect(column({ texts: [text] })).not.toBeNull();
});

test('an everyday word that happens to be a feature is not taken for it', () => {
  expect(column({ texts: ['null rate is above the previous week'] })).toBeNull();
  expect(column({ texts: ['drift at the age of 3 days'] })).toBeNull();
});

test('an AUC is of a model, not of a column', () => {
  expect(column({ texts: ['AUC of country is low'] }, 'model-metric')).toBeNull();
});

test('labels named like segment columns are the segment', () => {
  expect(segment({ labels: { Country: 'BR', device: 'ios', instance: 'host-1' } })).toEqual({
    country: 'BR',
    device: 'ios',
  });
});

test('a segment label and a sentence may hold pairs', () => {
  expect(segment({ labels: { segment: 'country=BR,device="iPhone 15"' } })).toEqual({
    country: 'BR',
    device: 'iPhone 15',
  });
  expect(segment({ texts: ['AUC is low for country=DE only'] })).toEqual({ country: 'DE' });
});

test('without a model there is no column and no segment', () => {
  expect(recogniseColumn({ ...nothing, labels: { column: 'age' } }, null, 'drift')).toBeNull();
  expect(recogniseSegment({ ...nothing, labels: { country: 'BR' } }, null)).toEqual({});
});

test('a label or a sentence names the class of a model of several, and no class of another model', () => {
  const documents = {
    name: 'documents',
    segments: [],
    features: ['width'],
    classes: ['invoice', 'c++'],
    kpi: null,
  };
  const named = (clues: Partial<Clues>) =>
    recogniseColumn({ ...nothing, ...clues }, documents, 'model-metric');
  expect(named({ labels: { class: 'Invoice' } })).toBe('invoice');
  expect(named({ texts: ['recall of "invoice" is 0.2'] })).toBe('invoice');
  expect(named({ texts: ['F1 for c++ fell'] })).toBe('c++');
  expect(named({ labels: { class: 'fish' } })).toBeNull();
  expect(named({ texts: ['recall of invoices is low'] })).toBeNull();
  expect(named({ texts: ['recall of invoice and precision of c++ are low'] })).toBeNull();
  expect(column({ labels: { class: 'invoice' } }, 'model-metric')).toBeNull();
});
