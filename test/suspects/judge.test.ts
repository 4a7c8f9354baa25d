import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { WITHIN } from '../../src/checks/metric/metric-within.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import type { Symptom } from '../../src/symptom/symptom.ts';
import { alert, answered, changed, fallen, model, shifted } from './made-evidence.ts';

type Said = { readonly signal?: typeof alert.signal; readonly value?: number; readonly baseline?: number };

const rank = (evidence: readonly Evidence[], symptom: Symptom, said: Said = {}) =>
  rankSuspects({ modelName: 'clicks', model, alert: { ...alert, ...said }, symptom, scope: null, evidence });

const sound = [
  'null-rate',
  'constant',
  'out-of-range',
  'categories',
  'parity',
  'feature-store',
  'errors',
].map((check) => answered(check));
const mix = (within: { readonly shifted: boolean; readonly half: number }): Evidence =>
  answered('mix-shift', [
    shifted('segment', 'country', { where: { country: 'BR' } }),
    shifted('metric', 'auc', {
      measure: WITHIN,
      shifted: within.shifted,
      effect: -0.002,
      low: -0.002 - within.half,
      high: -0.002 + within.half,
      threshold: 0.01,
      sentence: 'within the values of country',
    }),
  ]);
const metricMoved = answered('model-metric', [shifted('metric', 'auc')]);
const meanScore: Symptom = { ...fallen, metric: 'mean_score', label: 'mean score' };

describe('other people came', () => {
  test('a metric that fell only because of the mix is no incident', () => {
    const ranking = rank([...sound, metricMoved, mix({ shifted: false, half: 0.008 })], fallen, {
      signal: 'drift',
    });
    expect(ranking.verdict).toBe('benign');
    expect(ranking.suspects[0]?.id).toBe('external.mix');
  });

  test('a metric that fell inside the groups as well is one', () => {
    const ranking = rank([...sound, metricMoved, mix({ shifted: true, half: 0.008 })], fallen, {
      signal: 'drift',
    });
    expect(ranking.verdict).toBe('incident');
  });

  test('groups too small to tell say nothing in favour of the mix', () => {
    const ranking = rank([...sound, metricMoved, mix({ shifted: false, half: 0.2 })], fallen, {
      signal: 'drift',
    });
    expect(ranking.verdict).not.toBe('benign');
  });

  test('features that drifted under a model that is as right as before are no incident', () => {
    const drift = answered('feature-drift', [shifted('feature', 'price')]);
    const drifted = [...sound, metricMoved, drift];
    const said = { signal: 'drift' } as const;
    expect(rank([...drifted, answered('calibration')], meanScore, said).verdict).toBe('benign');
    const wrong = answered('calibration', [shifted('metric', 'calibration')]);
    expect(rank([...drifted, wrong], meanScore, said).verdict).toBe('incident');
  });
});

describe('harm', () => {
  const business = (direction: 'up' | 'down') =>
    answered('business-impact', [shifted('metric', 'kpi', { detail: { direction } })]);

  test('a business number that fell is harm, one that rose is none', () => {
    const said = { signal: 'drift', value: 0.5, baseline: 0.1 } as const;
    expect(rank([...sound, business('down')], meanScore, said).verdict).toBe('incident');
    expect(rank([...sound, business('up')], meanScore, said).verdict).not.toBe('incident');
  });

  test('demand that makes everybody wait is an incident, and something can be done', () => {
    const crowd = answered('volume', [shifted('metric', 'volume')]);
    const slow: Symptom = { ...fallen, metric: 'latency_p95', label: 'p95 latency', unit: 'ms' };
    const ranking = rank([...sound, crowd, answered('model-metric')], slow, { signal: 'service-health' });
    expect(ranking.suspects[0]?.id).toBe('external.demand');
    expect(ranking.verdict).toBe('incident');
    expect(ranking.mitigations[0]?.kind).toBe('scale');
  });
});

test('a small loss that is by far not what the alert says is not called benign', () => {
  const small: Symptom = {
    ...fallen,
    difference: { value: -0.012, low: -0.02, high: -0.004, n: 9000 },
    changed: false,
    onset: null,
  };
  const lost = answered('model-metric', [shifted('metric', 'auc', { effect: -0.012 })]);
  const held = answered('model-metric', [shifted('metric', 'auc', { shifted: false, effect: -0.002 })]);
  const said = { value: 0.78, baseline: 0.86 };
  expect(rank([...sound, held], small, said).verdict).toBe('benign');
  expect(rank([...sound, lost], small, said).verdict).toBe('inconclusive');
});

describe('a monitor under suspicion', () => {
  const vague: Symptom = {
    ...meanScore,
    changed: false,
    onset: null,
    difference: { value: 0.06, low: -0.02, high: 0.14, n: 60 },
  };
  const said = { signal: 'drift', value: 0.3, baseline: 0.24 } as const;

  test('is not suspected for want of other evidence: too little is known', () => {
    const came = ['model-metric', 'mix-shift', 'volume'].map((check) => answered(check));
    const ranking = rank([...sound, ...came], vague, said);
    expect(ranking.verdict).toBe('inconclusive');
    expect(ranking.suspects[0]?.probability ?? 0).toBeLessThan(0.3);
  });

  test('is suspected when another baseline makes the change vanish', () => {
    const ranking = rank([...sound, answered('model-metric'), answered('baseline')], vague, said);
    expect(ranking.suspects[0]?.id).toBe('config.monitoring');
  });
});

describe('which change is named', () => {
  const nulls = [
    ...sound.slice(1),
    answered('null-rate', [shifted('feature', 'price')]),
    answered('parity', [shifted('feature', 'price', { shifted: false })]),
  ];

  test('none, where only what describes or watches a system was written down', () => {
    for (const title of ['Label join: comments in the query', 'Profile export: owner in the metadata']) {
      const near = changed('chg-1', 2, { kind: 'data', component: 'label-join', title });
      expect(rank([...nulls, answered('changes', [near])], fallen).change).toBeNull();
    }
  });

  test('a blurred onset is dated by the change that is blamed', () => {
    const blurred = {
      ...fallen,
      onset: {
        at: new Date('2026-03-09T14:05:00Z'),
        from: new Date('2026-03-09T13:40:00Z'),
        to: new Date('2026-03-09T14:40:00Z'),
        shape: 'step' as const,
        method: 'likelihood ratio',
      },
    };
    const guilty = {
      ...changed('chg-2', -17, { kind: 'data', component: 'profile', title: 'Profile import: new schema' }),
      at: new Date('2026-03-09T14:22:00Z'),
    };
    const told = { ...guilty, detail: { ...guilty.detail, onsetFrom: 25, onsetTo: 35 } };
    const ranking = rank([...nulls, answered('changes', [told])], blurred);
    expect(ranking.change).toBe('chg-2');
    expect(ranking.onset?.at).toEqual(new Date('2026-03-09T14:25:00Z'));
    expect(rank([...nulls, answered('changes', [told])], fallen).onset).toBeNull();
  });
});

describe('people who wait', () => {
  const crowd = answered('volume', [shifted('metric', 'volume', { detail: { direction: 'up' } })]);
  const volume: Symptom = { ...fallen, metric: 'volume', label: 'predictions per hour', unit: 'count' };
  const said = { signal: 'service-health', metric: 'volume' } as const;

  test('a crowd that the service bears is benign, and one that makes everybody wait is not, whatever the alert counted', () => {
    expect(rank([...sound, crowd, answered('latency-by-stage')], volume, said).verdict).toBe('benign');
    const slow = answered('latency-by-stage', [shifted('stage', 'embedding_ms', { effect: 130 })]);
    const ranking = rank([...sound, crowd, slow], volume, said);
    expect(ranking.verdict).toBe('incident');
    expect(ranking.suspects[0]?.id).toBe('external.demand');
  });

  test('fewer people than usual are not why requests fail', () => {
    const fewer = answered('volume', [shifted('metric', 'volume', { detail: { direction: 'down' } })]);
    const failing = answered('errors', [shifted('metric', 'connection_reset')]);
    const errorRate: Symptom = { ...fallen, metric: 'error_rate', label: 'error rate', unit: 'share' };
    const ranking = rank([...sound.slice(0, -1), fewer, failing], errorRate, said);
    expect(ranking.suspects.find(({ id }) => id === 'external.demand')?.culprit ?? null).toBeNull();
    expect(ranking.suspects[0]?.id).not.toBe('external.demand');
  });

  test('more of one kind of people is another mix, not demand', () => {
    const total = shifted('metric', 'volume', { shifted: false, detail: { direction: 'up' } });
    const paid = shifted('segment', 'country', { where: { country: 'BR' } });
    const ranking = rank([...sound, answered('volume', [total, paid])], volume, said);
    expect(ranking.suspects.find(({ id }) => id === 'external.demand')?.culprit ?? null).toBeNull();
  });
});

describe('a feature that drifted, the labels as right as before', () => {
  const drifted = [
    ...sound,
    answered('feature-drift', [shifted('feature', 'price')]),
    answered('calibration'),
  ];
  const psi: Symptom = { ...meanScore, metric: 'psi', label: 'PSI of price', column: 'price', unit: 'psi' };
  const after = (kind: string, title: string) =>
    rank(
      [...drifted, answered('changes', [changed('chg-3', 2, { kind, component: 'intake', title })])],
      psi,
      {
        signal: 'drift',
      },
    );

  test('is benign after a campaign, which brings other people', () => {
    const ranking = after('campaign', 'Campaign for a new audience');
    expect(ranking).toMatchObject({ verdict: 'benign', change: 'chg-3' });
  });

  test('is an incident after a change of the data, which writes other values for the same people', () => {
    const ranking = after('data', 'Import from another source merged in');
    expect(ranking).toMatchObject({ verdict: 'incident', change: 'chg-3' });
    expect(ranking.suspects[0]?.id).toBe('data.drift');
  });
});
