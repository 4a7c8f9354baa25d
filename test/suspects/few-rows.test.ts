import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import { isDoubtful } from '../../src/suspects/signs/sign.ts';
import { viewOf } from '../../src/suspects/view.ts';
import { SIGNS } from '../../src/suspects/signs.ts';
import type { Symptom } from '../../src/symptom/symptom.ts';
import { alert, answered, changed, fallen, model, shifted, unmoved } from './made-evidence.ts';

type Said = { readonly symptom?: Symptom; readonly alert?: Partial<typeof alert> };
const inputOf = (evidence: readonly Evidence[], said: Said = {}) => ({
  modelName: 'clicks',
  model,
  alert: { ...alert, ...said.alert },
  symptom: said.symptom ?? fallen,
  scope: null,
  evidence,
});
const rank = (evidence: readonly Evidence[], said: Said = {}) => rankSuspects(inputOf(evidence, said));
const read = (sign: keyof typeof SIGNS, evidence: readonly Evidence[], said: Said = {}) =>
  SIGNS[sign].read(viewOf(inputOf(evidence, said)), null).state;

/** Half an hour in: the AUC looks low, and from so few labels it may be anything. */
const vague: Symptom = {
  ...fallen,
  after: { value: 0.8, low: 0.69, high: 0.91, n: 60 },
  difference: { value: -0.06, low: -0.17, high: 0.05, n: 60 },
  p: 0.2,
  changed: false,
  onset: null,
};
const tooFew = (check: string): Evidence => ({
  ...answered(check),
  verdict: { answer: 'inconclusive', line: 'too few labels yet', findings: [], reason: 'too few labels yet' },
});
const sound = [
  'null-rate',
  'constant',
  'out-of-range',
  'categories',
  'parity',
  'feature-store',
  'errors',
].map((check) => answered(check));
const labelJob = changed('chg-7', 4, {
  kind: 'data',
  component: 'label-join',
  title: 'Label join: new events table',
});
const retrain = changed('chg-6', 30, {
  kind: 'model',
  component: 'clicks',
  title: 'clicks v3: scheduled retrain',
  to: 'v3',
});

describe('what few rows do not show', () => {
  test('a metric whose interval still holds what the alert says has not been shown to stand', () => {
    expect(read('metricMoved', [answered('null-rate')], { symptom: vague })).toBe('unknown');
    expect(read('metricMoved', [answered('null-rate')], { symptom: unmoved })).toBe('no');
    expect(read('metricMoved', [answered('null-rate')])).toBe('yes');
  });

  test('between what a check claims and what it dismisses lies doubt', () => {
    const late = shifted('label', 'label', {
      shifted: false,
      adjustedP: 0.004,
      effect: -0.14,
      threshold: 0.05,
    });
    expect(isDoubtful(late)).toBe(true);
    expect(isDoubtful({ ...late, adjustedP: 0.3 })).toBe(false);
    expect(isDoubtful({ ...late, effect: 0.01 })).toBe(false);
    expect(isDoubtful({ ...late, adjustedP: 1e-30 })).toBe(false);
    const labels = answered('labels', [late]);
    expect(labels.verdict.answer).toBe('steady');
    expect(read('labelsChanged', [labels])).toBe('unknown');
  });

  test('labels that nobody could look at yet stay under suspicion, and those that are as before do not', () => {
    const before = [...sound, answered('changes', [labelJob])];
    expect(rank([...before, tooFew('labels')], { symptom: vague }).suspects[0]).toMatchObject({
      id: 'data.labels',
      culprit: { kind: 'label', name: 'label' },
    });
    const cleared = rank([...before, answered('labels')], { symptom: vague });
    expect(cleared.suspects[0]?.id).not.toBe('data.labels');
  });

  test('being left over is no defect: without a change that fits, nothing is called an incident', () => {
    const ranking = rank([...sound, tooFew('labels'), answered('changes')], { symptom: vague });
    expect(ranking.verdict).toBe('inconclusive');
  });

  test('a deploy that its golden samples clear is not the defect, however near it came', () => {
    const appeared = answered('routing', [
      shifted('version', 'v3', { before: 0, after: 1, detail: { appeared: true } }),
    ]);
    const evidence = [
      ...sound,
      appeared,
      answered('golden-replay', [shifted('metric', 'golden', { shifted: false })]),
      answered('prediction-drift'),
      answered('changes', [retrain]),
    ];
    const ranking = rank(evidence, { symptom: vague });
    expect(ranking.verdict).toBe('inconclusive');
    const weights = ranking.suspects.find(({ id }) => id === 'model.weights');
    const counted = weights?.for.filter(({ words }) => /v3/.test(words)) ?? [];
    expect(counted.map(({ check }) => check)).toEqual(['changes']);
  });

  test('a version that serves few requests is not cleared by the scores of all', () => {
    const canary = (after: number) =>
      answered('routing', [shifted('version', 'v3', { before: 0, after, detail: { appeared: true } })]);
    const on = (evidence: readonly Evidence[]) =>
      SIGNS.scoresMoved.read(viewOf(inputOf(evidence)), { kind: 'version', name: 'v3' }).state;
    expect(on([canary(0.1), answered('prediction-drift')])).toBe('unknown');
    expect(on([canary(0.9), answered('prediction-drift')])).toBe('no');
  });
});

describe('a defect seen in few requests', () => {
  const odd = shifted('feature', 'price', { before: 0, after: 0.018, effect: 0.018 });
  const compared = (high: number) =>
    answered('parity', [
      shifted('feature', 'price', { shifted: false, effect: 0, low: -high, high }),
      shifted('feature', 'device_type', { shifted: false, effect: 0, low: -high, high }),
    ]);
  const evidence = (high: number) => [
    answered('out-of-range', [odd]),
    answered('feature-drift', [odd]),
    compared(high),
    answered('golden-replay', [shifted('metric', 'golden', { detail: { sameVersion: true } })]),
    ...['null-rate', 'categories', 'constant'].map((check) => answered(check)),
  ];

  test('is not proved to lie before the offline code by a comparison too small to show it', () => {
    const [first] = rank(evidence(0.15)).suspects;
    expect(first).toMatchObject({ id: 'code.preprocessing', culprit: { kind: 'feature', name: 'price' } });
  });

  test('lies before the offline code where enough requests agree', () => {
    const ranking = rank(evidence(0.004));
    const code = ranking.suspects.find(({ id, culprit }) => id.startsWith('code.') && culprit !== null);
    expect(code).toBeUndefined();
    expect(ranking.suspects[0]).toMatchObject({ id: 'data.range', culprit: { name: 'price' } });
  });
});

describe('a build that treats golden samples otherwise', () => {
  const proof = answered('golden-replay', [
    shifted('version', 'v2', { adjustedP: 0.04, detail: { sameVersion: true } }),
  ]);
  const offline = (high: number) =>
    answered('parity', [shifted('feature', 'price', { shifted: false, effect: 0, low: -high, high })]);

  test('is suspected although too few requests could be compared to say of which feature', () => {
    const ranking = rank([...sound.filter(({ check }) => check !== 'parity'), proof, offline(0.2)]);
    expect(ranking.verdict).toBe('incident');
    expect(ranking.suspects[0]).toMatchObject({ category: 'code', culprit: { kind: 'feature', name: null } });
    expect(ranking.suspects[0]?.probability).toBeGreaterThan(0.4);
  });
});

describe('a count of people that is not beyond doubt', () => {
  const usual = { shifted: false, unit: 'ratio', threshold: 0.2, low: 0.98, high: 1.5, adjustedP: 1 };
  const counted = (effect: number) =>
    answered('volume', [
      shifted('metric', 'volume', { ...usual, effect, after: effect * 300, detail: { direction: 'up' } }),
    ]);
  const of = (effect: number) =>
    rank([...sound, counted(effect)], {
      symptom: { ...vague, metric: 'volume' },
      alert: { signal: 'service-health', metric: 'volume' },
    }).suspects.find(({ id }) => id === 'external.demand');

  test('points at demand where as many came as would matter and the alert is about them', () => {
    expect(of(1.24)?.culprit).toEqual({ kind: 'baseline', name: null });
    expect(of(1.05)?.culprit).toBeNull();
  });
});

describe('columns that were swapped', () => {
  test('have a factor between them by chance: that is no change of unit', () => {
    const unit = answered('out-of-range', [shifted('feature', 'price', { detail: { factor: 'thousand' } })]);
    const served = (transform: string) =>
      answered('parity', [shifted('feature', 'price', { detail: { transform } })]);
    const scaled = (transform: string) =>
      SIGNS.scaled.read(viewOf(inputOf([unit, served(transform)])), { kind: 'feature', name: 'price' }).state;
    expect(scaled('swap')).toBe('unknown');
    expect(scaled('scale')).toBe('yes');
  });
});

describe('what the alert watches', () => {
  test('an alert about the age of values makes stale values likelier than one about the AUC does', () => {
    const stale = answered('freshness', [shifted('feature', 'price')]);
    const chance = (metric: string) =>
      rank([stale], { alert: { metric } }).suspects.find(({ id }) => id === 'data.staleness')?.prior ?? 0;
    expect(chance('freshness')).toBeGreaterThan(2 * chance('auc'));
  });
});
