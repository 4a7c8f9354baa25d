import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askCheck } from '../../src/checks/ask.ts';
import type { CheckContext } from '../../src/checks/check.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import { labels } from '../../src/checks/labels.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { configured, lay, unhurried, warehousesOf, withData } from '../sources/made-tables.ts';

const onset = new Date('2026-03-06T00:00:00Z');
const end = new Date('2026-03-07T00:00:00Z');

/** Three classes, of which nine predictions in ten are right; from the onset on, `wrong` of 100 labels name the first class. */
const predictions = (wrong: number): string => `
  SELECT 'r' || i AS request_id, ts, balance, 'c' || said AS predicted, ts AS label_ts,
    'c' || CASE WHEN ts >= TIMESTAMP '2026-03-06' AND h3 < ${wrong} THEN 0 WHEN h2 < 90 THEN said ELSE (said + 1) % 3 END AS label
  FROM (SELECT i, TIMESTAMP '2026-03-01' + INTERVAL (i * 60) SECOND AS ts, hash(i) % 3 AS said, hash(i * 31 + 7) % 100 AS h2,
    hash(i * 17 + 3) % 100 AS h3, (hash(i * 13) % 1000) / 1000.0 AS balance FROM range(8640) t(i))`;

/** Three visits in ten convert, and from the onset on so many of 100 of them. */
const business = (after: number): string =>
  `SELECT TIMESTAMP '2026-03-01' + INTERVAL (i * 10) MINUTE AS ts, 100 AS visits,
     CASE WHEN i >= 720 THEN ${after} ELSE 30 END + CAST(hash(i) % 7 AS INTEGER) - 3 AS conversions FROM range(864) t(i)`;

const model = {
  task: 'multiclass',
  predictions: {
    source: 'logs',
    table: 'predictions',
    id: 'request_id',
    time: 'ts',
    classes: ['c0', 'c1', 'c2'],
    predicted: 'predicted',
    label: { column: 'label', known_at: 'label_ts' },
    segments: [],
    features: ['balance'],
  },
  business: {
    source: 'logs',
    table: 'business',
    time: 'ts',
    kpi: { name: 'conversion', numerator: 'conversions', denominator: 'visits' },
  },
};

async function verdictOn(wrong: number, kpiAfter: number | null): Promise<Verdict> {
  const found: Verdict[] = [];
  await withData(predictions(wrong), async (folder, data) => {
    if (kpiAfter !== null) await lay(`COPY (${business(kpiAfter)}) TO '${join(data, 'business.parquet')}'`);
    const config = configured({ model });
    const warehouses = warehousesOf(folder, config);
    const of = config.models['risk'];
    if (of === undefined) throw new Error('the model is configured above');
    const baseline = { from: new Date('2026-03-01T00:00:00Z'), to: onset };
    const context: CheckContext = {
      modelName: 'risk',
      model: of,
      windows: { baseline, incident: { from: onset, to: end }, onset, now: end },
      alert: null,
      symptom: null,
      segment: {},
      profile: [],
      thresholds: {},
      parameters: {},
    };
    const warehouse = await warehouses.open('risk', end);
    found.push((await runInquiry(askCheck(labels, context), warehouse, unhurried.signal)).result);
    await warehouses.close();
  });
  const [verdict] = found;
  if (verdict === undefined) throw new Error('the check gave no verdict');
  return verdict;
}

const besideKpi = ({ findings }: Verdict) => findings.find(({ measure }) => measure.includes('business KPI'));

test('labels of several classes that went wrong stand beside a business that did not feel it, as no proof', async () => {
  const verdict = await verdictOn(50, 30);
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toMatch(
    /accuracy by the labels (?:89|90|91)\.\d % → 6\d\.\d % while conversion stayed as it was: whether they disagree is inconclusive, as conversion counts no classes$/,
  );
  expect(besideKpi(verdict)).toMatchObject({
    shifted: false,
    detail: { kpiMoved: false, kpiDisagrees: null },
  });
});

test('a business that fell is said with how much, and quiet labels stay quiet', async () => {
  const verdict = await verdictOn(0, 20);
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toMatch(/while conversion moved by -3[345] %/);
  expect(besideKpi(verdict)).toMatchObject({ shifted: false, detail: { kpiMoved: true } });
});

test('without its table nothing is said of the business, and the rest is', async () => {
  const verdict = await verdictOn(50, null);
  expect(verdict.answer).toBe('shifted');
  expect(besideKpi(verdict)).toBeUndefined();
});
