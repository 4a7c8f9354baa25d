import { describe, expect, test } from 'vitest';
import { onset } from '../checks/made-model.ts';
import { investigated, minutesFrom } from './made-incident.ts';

const good = '1 / (1 + exp(-(3 * coalesce(income, 0) + age - 1)))';
const nullsOnAndroid = `CASE WHEN broken AND device = 'android' AND u7 < 0.8 THEN NULL ELSE true_income END`;

describe('a feature that is served null', () => {
  test('the onset is where its nulls begin, although the labels alone could not say', async () => {
    const { symptom } = await investigated({ made: { served: nullsOnAndroid } });
    expect(symptom.changed).toBe(true);
    expect(symptom.before?.value).toBeGreaterThan(symptom.after?.value ?? 1);
    expect(Math.abs(minutesFrom(symptom.onset?.at, onset))).toBeLessThanOrEqual(5);
    expect(symptom.companions?.[0]?.carrier).toBe('null:income');
    expect(symptom.sentence).toMatch(
      /^AUC of risk fell from 0\.\d{3} \(.*\) to 0\.\d{3} .* since 12:0\d UTC/,
    );
    expect(symptom.sentence).toContain('40 minutes before the alert');
  });

  test('a new version that went live two hours earlier does not pull the onset to itself', async () => {
    const { symptom } = await investigated({
      made: {
        served: nullsOnAndroid,
        version: `CASE WHEN ts >= TIMESTAMP '2026-03-09 10:05:00' THEN 'v3' ELSE 'v2' END`,
      },
    });
    expect(Math.abs(minutesFrom(symptom.onset?.at, onset))).toBeLessThanOrEqual(5);
  });

  test('half an hour after the alert, with hardly a label known, the onset is known all the same', async () => {
    const { symptom } = await investigated({
      made: { served: nullsOnAndroid, delay: '-14400 * ln(u7 + 1e-9)' },
      now: new Date('2026-03-09T13:10:00Z'),
    });
    expect(Math.abs(minutesFrom(symptom.onset?.at, onset))).toBeLessThanOrEqual(5);
  });
});

describe('a fault in one small segment', () => {
  test('is found although the total hardly shows it', async () => {
    const { symptom } = await investigated({
      made: { score: `CASE WHEN broken AND country = 'IN' THEN 0.02 + 0.01 * u8 ELSE ${good} END` },
      now: new Date('2026-03-09T14:30:00Z'),
    });
    // One request in three minutes comes from there: the first ones decide.
    expect(Math.abs(minutesFrom(symptom.onset?.at, onset))).toBeLessThanOrEqual(15);
  });
});

describe('nothing happened', () => {
  test('a false alarm has no onset, and the symptom says that nothing moved', async () => {
    const { symptom } = await investigated({});
    expect(symptom.onset).toBeNull();
    expect(symptom.changed).toBe(false);
    expect(symptom.reason).toContain('no series moved');
    expect(symptom.sentence).toContain('not beyond chance');
  });

  test('a retrained version of equal worth is no symptom', async () => {
    const { symptom } = await investigated({
      made: { version: `CASE WHEN ts >= TIMESTAMP '2026-03-09 12:20:00' THEN 'v3' ELSE 'v2' END` },
    });
    expect(symptom.onset).toBeNull();
    expect(symptom.changed).toBe(false);
  });
});

describe('other metrics', () => {
  test('a PSI of a segment column names what is new in the mix, from the campaign on', async () => {
    const { symptom, scope } = await investigated({
      made: {
        country: `CASE WHEN u1 < (CASE WHEN broken THEN 0.2 ELSE 0.6 END) THEN 'BR' WHEN u1 < (CASE WHEN broken THEN 0.3 ELSE 0.9 END) THEN 'US' ELSE 'IN' END`,
      },
      alert: { signal: 'drift', metric: 'psi', column: 'country' },
    });
    expect(symptom.label).toBe('PSI of country');
    expect(symptom.after?.value).toBeGreaterThan(0.25);
    expect(Math.abs(minutesFrom(symptom.onset?.at, onset))).toBeLessThanOrEqual(10);
    expect(scope.segments.map(({ where }) => where)).toEqual([{ country: 'IN' }]);
  });

  test('a fallback rate rises on the requests', async () => {
    const { symptom } = await investigated({
      made: { fallback: `u8 > CASE WHEN broken AND device = 'ios' THEN 0.6 ELSE 0.995 END` },
      alert: { signal: 'service-health', metric: 'fallback_rate' },
    });
    expect(symptom.unit).toBe('share');
    expect(symptom.changed).toBe(true);
    expect(minutesFrom(symptom.onset?.at, onset)).toBe(0);
  });

  test('a KPI bears its own name', async () => {
    const { symptom } = await investigated({
      made: { converted: 'outcome AND u8 < (CASE WHEN broken THEN 0.35 ELSE 0.7 END)' },
      alert: { signal: 'business-kpi', metric: 'conversion' },
    });
    expect(symptom).toMatchObject({ metric: 'kpi', label: 'conversion', changed: true });
  });
});

describe('too little to say', () => {
  test('without a label column the AUC cannot be compared, and the reason says so', async () => {
    const { symptom } = await investigated({
      model: ({ predictions, ...usual }) => {
        const { label: _, ...unlabelled } = predictions;
        return { ...usual, predictions: unlabelled };
      },
    });
    expect(symptom).toMatchObject({ before: null, after: null, changed: false });
    expect(symptom.sentence).toContain('the configuration names no label column');
  });

  test('with one class only there is no number', async () => {
    const { symptom } = await investigated({ made: { label: 'false' } });
    expect(symptom.after).toBeNull();
    expect(symptom.reason).toContain('one class only');
  });

  test('with all of a feature null, and with a single row, nothing crashes', async () => {
    const nulls = await investigated({ made: { served: 'NULL::DOUBLE' } });
    expect(nulls.symptom.onset).toBeNull();
    const single = await investigated({ made: { kept: 'i = 100' } });
    expect(single.symptom).toMatchObject({ onset: null, changed: false });
    expect(single.scope.answer).toBe('inconclusive');
  });
});
