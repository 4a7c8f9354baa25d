import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertIn, readAlertFile } from '../../src/cli/alert-file.ts';
import { loadConfig } from '../../src/config/load.ts';
import { investigate } from '../../src/response/triage/investigate.ts';
import { openWarehouses } from '../../src/sources/warehouses.ts';
import { systemClock } from '../../src/time/clock.ts';
import { folderFor } from '../sources/made-tables.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { alertOf, layClassifier, type Wrong } from './made-classes.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

type Found = Awaited<ReturnType<typeof investigate>>;

/** What the bot finds out about an alert on a made classifier. */
async function investigated(wrong: Wrong, alert: object): Promise<Found> {
  const found: Found[] = [];
  await folderFor(async (folder) => {
    await layClassifier(folder, wrong, { alert });
    const config = await loadConfig(join(folder, 'fishbone.yml'), {
      environment: {},
      checks: CHECKS.map((check) => check.about),
    });
    const warehouses = openWarehouses({
      config: config.config,
      folder: config.folder,
      log,
      clock: systemClock,
    });
    found.push(
      await investigate({
        config,
        warehouses,
        alert: alertIn(await readAlertFile(join(folder, 'alert.json')), config, systemClock.now()),
        now: null,
        clock: systemClock,
        log,
        version: 'test',
        signal: new AbortController().signal,
      }),
    );
    await warehouses.close();
  });
  const [one] = found;
  if (one === undefined) throw new Error('nothing was found');
  return one;
}

const change = (kind: string, title: string): string =>
  `SELECT 'chg-1' AS change_id, TIMESTAMP '2026-03-09 11:58:00' AS ts, '${kind}' AS kind, 'documents' AS component, '${title}' AS title, 'ana' AS author, '1' AS "from", '2' AS "to", true AS reversible`;

test('an alert on accuracy leads to the feature that one country sends null, and to the classes that fell', async () => {
  const { symptom, ranking, scope } = await investigated(
    {
      width: `CASE WHEN broken AND country = 'BR' THEN NULL ELSE true_width END`,
      changes: change('code', 'scanner client 4.2'),
    },
    alertOf({ name: 'AccuracyLow', metric: 'accuracy', summary: 'accuracy of documents is 0.52' }),
  );
  expect(symptom).toMatchObject({ metric: 'accuracy', changed: true });
  expect(symptom?.onset?.at.toISOString().slice(0, 15)).toBe('2026-03-09T12:0');
  expect(scope?.segments[0]?.where).toEqual({ country: 'BR' });
  expect(ranking?.verdict).toBe('incident');
  expect(ranking?.suspects[0]).toMatchObject({
    id: 'data.nulls',
    culprit: { kind: 'feature', name: 'width' },
  });
});

test('an alert on the recall of one class leads to labels that were swapped, and not to the model', async () => {
  const swapped = `CASE WHEN label_ts >= TIMESTAMP '2026-03-09 12:00:00' AND truth IN ('invoice', 'receipt') THEN CASE truth WHEN 'invoice' THEN 'receipt' ELSE 'invoice' END ELSE truth END`;
  const { symptom, ranking } = await investigated(
    { label: swapped, scores: 'json', changes: change('data', 'new annotation export') },
    alertOf({
      name: 'RecallLow',
      metric: 'recall',
      summary: 'recall of invoice is low',
      labels: { class: 'invoice' },
    }),
  );
  expect(symptom?.label).toBe('recall of invoice');
  expect(symptom?.after?.value).toBeLessThan(0.1);
  expect(ranking?.suspects[0]).toMatchObject({
    id: 'data.labels',
    culprit: { kind: 'label', name: 'label' },
  });
});

test('an alert on macro F1 leads to the version that began to see letters everywhere', async () => {
  const { symptom, ranking } = await investigated(
    {
      version: `CASE WHEN broken THEN 'v8' ELSE 'v7' END`,
      logits: { letter: 'CASE WHEN broken THEN 2.5 - 6 * density ELSE 0 END' },
      changes: change('model', 'promote v8'),
      scores: 'none',
    },
    alertOf({ name: 'MacroF1Low', metric: 'macro_f1', summary: 'macro F1 of documents is low' }),
  );
  expect(symptom).toMatchObject({ metric: 'macro_f1', changed: true });
  expect(ranking?.suspects[0]).toMatchObject({
    id: 'model.weights',
    culprit: { kind: 'version', name: 'v8' },
  });
});

test('an alert on a quiet classifier is said to be benign', async () => {
  const { symptom, ranking } = await investigated(
    {},
    alertOf({ name: 'AccuracyLow', metric: 'accuracy', summary: 'accuracy of documents is low' }),
  );
  expect([symptom?.changed, ranking?.verdict]).toEqual([false, 'benign']);
});
