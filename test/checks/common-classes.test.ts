import { expect, test } from 'vitest';
import { askCheck } from '../../src/checks/ask.ts';
import type { CheckContext } from '../../src/checks/check.ts';
import { commonClasses } from '../../src/checks/classes/common-classes.ts';
import { eachClass } from '../../src/checks/classes/each-class.ts';
import { informed } from '../../src/checks/informed.ts';
import { labels } from '../../src/checks/labels.ts';
import type { Check } from '../../src/checks/check.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import { modelMetric } from '../../src/checks/model-metric.ts';
import { predictionDrift } from '../../src/checks/prediction-drift.ts';
import { configured, unhurried, warehousesOf, withData } from '../sources/made-tables.ts';
import { ModelConfig } from '../../src/config/schema.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';

const onset = new Date('2026-03-06T00:00:00Z');
const end = new Date('2026-03-07T00:00:00Z');
const classes = Array.from({ length: 30 }, (_, place) => `c${place}`);

/** Every third prediction is c29, every fifth c28, and the others are rare; from the onset on, half the labels of c29 say c28. */
const predictions = `
  SELECT 'r' || i AS request_id, ts, balance, predicted, ts AS label_ts,
    CASE WHEN ts >= TIMESTAMP '2026-03-06' AND predicted = 'c29' AND h3 < 50 THEN 'c28' WHEN h3 < 90 THEN predicted ELSE 'c' || (h2 % 30) END AS label,
    ${classes.map((name) => `CASE WHEN predicted = '${name}' THEN 0.71 + balance * 0.2 ELSE 0.01 END AS p_${name}`).join(', ')}
  FROM (SELECT *, CASE WHEN h1 < 33 THEN 'c29' WHEN h1 < 53 THEN 'c28' ELSE 'c' || (h2 % 28) END AS predicted FROM (
    SELECT i, TIMESTAMP '2026-03-01' + INTERVAL (i * 60) SECOND AS ts, hash(i) % 100 AS h1, hash(i * 31 + 7) % 1000 AS h2,
      hash(i * 17 + 3) % 100 AS h3, (hash(i * 13) % 1000) / 1000.0 AS balance FROM range(8640) t(i)))`;

const model = {
  task: 'multiclass',
  predictions: {
    source: 'logs',
    table: 'predictions',
    id: 'request_id',
    time: 'ts',
    classes,
    predicted: 'predicted',
    scores: Object.fromEntries(classes.map((name) => [name, `p_${name}`])),
    label: { column: 'label', known_at: 'label_ts' },
    segments: [],
    features: ['balance'],
  },
};

async function over(
  use: (
    bare: CheckContext,
    ask: (check: Check, context: CheckContext) => Promise<Verdict>,
    know: (bare: CheckContext) => Promise<CheckContext>,
  ) => Promise<void>,
): Promise<void> {
  await withData(predictions, async (folder) => {
    const config = configured({ model });
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('risk', end);
    const of = config.models['risk'];
    if (of === undefined) throw new Error('the model is configured above');
    const bare: CheckContext = {
      modelName: 'risk',
      model: of,
      windows: {
        baseline: { from: new Date('2026-03-01T00:00:00Z'), to: onset },
        incident: { from: onset, to: end },
        onset,
        now: end,
      },
      alert: null,
      symptom: null,
      segment: {},
      profile: [],
      thresholds: {},
      parameters: {},
    };
    const ask = async (check: Check, context: CheckContext) =>
      (await runInquiry(askCheck(check, context), warehouse, unhurried.signal)).result;
    const know = async (context: CheckContext) =>
      (await runInquiry(informed(context), warehouse, unhurried.signal)).result;
    await use(bare, ask, know);
    await warehouses.close();
  });
}

test('of thirty classes the commonest are looked at, wherever the configuration names them', async () => {
  await over(async (bare, ask, know) => {
    expect(eachClass(bare).map(({ name }) => name)).not.toContain('c29');
    const context = await know(bare);
    const looked = eachClass(context).map(({ name }) => name);
    expect(looked).toHaveLength(20);
    expect(looked.slice(-2)).toEqual(['c28', 'c29']);

    const verdict = await ask(labels, context);
    expect(verdict.answer).toBe('shifted');
    expect(verdict.line).toMatch(/c29: labels mean something else/);
    expect(verdict.line).toContain('(of 30 classes the 20 commonest were looked at one by one, 10 were not)');

    // The scores of a class are compared with those of the same class, whatever its place among those looked at.
    const metrics = await ask(modelMetric, context);
    const aucOf = (name: string) =>
      metrics.findings.find(
        ({ subject, measure }) => subject.name === name && measure === 'AUC against the rest',
      );
    expect(aucOf('c29')).toMatchObject({ shifted: true, detail: { class: 'c29' } });
    expect(aucOf('c29')?.effect).toBeLessThan(-0.05);
    for (const name of looked.slice(0, 18)) expect(Math.abs(aucOf(name)?.effect ?? 0)).toBeLessThan(0.1);

    expect((await ask(predictionDrift, context)).line).toContain('10 were not');
  });
});

test('twenty classes and fewer are all looked at, and no question is asked for it', () => {
  const predictions = { ...model.predictions, classes: classes.slice(0, 20), scores: 'scores' };
  const window = { from: onset, to: end };
  const windows = { baseline: window, incident: window, onset, now: end };
  const inquiry = commonClasses({
    model: ModelConfig.parse({ ...model, predictions }),
    windows,
    segment: {},
  });
  expect(inquiry.next()).toEqual({ done: true, value: undefined });
});
