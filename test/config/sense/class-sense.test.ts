import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError } from '../../../src/config/problem.ts';
import { parseConfig } from '../../../src/config/load.ts';

const usual = {
  source: 'logs',
  table: 'predictions',
  id: 'request_id',
  time: 'ts',
  classes: ['invoice', 'receipt'],
  predicted: 'predicted_class',
  features: ['width'],
};

/** What is wrong with a model of documents, without places. */
function problemsOf(predictions: object, task = 'multiclass'): readonly string[] {
  const text = stringify({
    version: 1,
    sources: { logs: { type: 'duckdb', path: './data' } },
    models: { documents: { task, predictions } },
  });
  try {
    parseConfig(text, '/x/fishbone.yml', { environment: {} });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ key, message }) => `${key.replace('models.documents.', '')}: ${message}`);
  }
}

test('a model of several classes needs its classes and something that says which was predicted', () => {
  expect(problemsOf(usual)).toEqual([]);
  expect(problemsOf({ ...usual, classes: undefined })).toEqual([
    'predictions: `classes` is missing: with `task: multiclass` list their names',
  ]);
  expect(problemsOf({ ...usual, predicted: undefined })).toEqual([
    'predictions: neither `predicted` nor `scores` is given: nothing says which class was predicted',
  ]);
  expect(problemsOf({ ...usual, predicted: undefined, scores: 'probabilities' })).toEqual([]);
});

test('classes that are numbers are read as they are written in the tables', () => {
  expect(problemsOf({ ...usual, classes: [0, 1, 2] })).toEqual([]);
  expect(problemsOf({ ...usual, classes: [0, 0] })).toEqual(["predictions.classes[1]: '0' is listed twice"]);
});

test('every class has a column of scores, and no other name has one', () => {
  expect(problemsOf({ ...usual, scores: { invoice: 'p_invoice', receipt: 'p_receipt' } })).toEqual([]);
  expect(problemsOf({ ...usual, scores: { invoice: 'p_invoice', letter: 'p_letter' } })).toEqual([
    'predictions.scores: the scores of receipt are missing: name a column for each class',
    "predictions.scores.letter: 'letter' is not one of `classes`",
  ]);
});

test('what the model says cannot be what it is fed with', () => {
  expect(problemsOf({ ...usual, features: ['predicted_class'] })).toEqual([
    "predictions.features[0]: 'predicted_class' is the predicted class; it cannot be a feature",
  ]);
  expect(problemsOf({ ...usual, scores: 'probabilities', features: ['probabilities'] })).toEqual([
    "predictions.features[0]: 'probabilities' holds scores; it cannot be a feature",
  ]);
  expect(problemsOf({ ...usual, decision: 'decision' })).toEqual([
    'predictions.decision: with several classes what was decided is the predicted class: name it under `predicted`',
  ]);
});

test('of many classes the predicted one must have a column', () => {
  const many = Array.from({ length: 21 }, (_, k) => `class ${k}`);
  expect(problemsOf({ ...usual, classes: many, predicted: undefined, scores: 'probabilities' })).toEqual([
    'predictions: of more than 20 classes the predicted one must have a column: name it under `predicted`',
  ]);
});

test('a model of one probability or of values still needs its score', () => {
  const bare = { source: 'logs', table: 'predictions', id: 'request_id', time: 'ts', features: ['width'] };
  for (const task of ['classification', 'regression'])
    expect(problemsOf(bare, task)).toEqual([
      'predictions: `score` is missing: name the column that holds the score',
    ]);
});
