import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askCheck } from '../../src/checks/ask.ts';
import type { CheckContext } from '../../src/checks/check.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { profileFeatures } from '../../src/checks/features/profile.ts';
import { loadConfig } from '../../src/config/load.ts';
import { runInquiries, runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { folderFor, unhurried, warehousesOf } from '../sources/made-tables.ts';
import { madePipeline } from './made-pipelines.ts';
import { end, layClassifier, onset, type Wrong } from './made-classes.ts';

/** Every check named over a made classifier of documents. */
async function verdictsOn(
  wrong: Wrong,
  ids: readonly string[],
  pipelines?: object,
): Promise<Readonly<Record<string, Verdict>>> {
  const verdicts: Record<string, Verdict> = {};
  await folderFor(async (folder) => {
    await layClassifier(folder, wrong, pipelines === undefined ? {} : { pipelines });
    const { config } = await loadConfig(join(folder, 'fishbone.yml'), {
      environment: {},
      checks: CHECKS.map((check) => check.about),
    });
    const model = config.models['documents'];
    if (model === undefined) throw new Error('no model');
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('documents', end);
    const bare: CheckContext = {
      modelName: 'documents',
      model,
      windows: {
        baseline: { from: new Date('2026-03-03T00:00:00Z'), to: new Date(onset.getTime() - 600_000) },
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
    const profile = (await runInquiry(profileFeatures(bare), warehouse, unhurried.signal)).result;
    const asked = CHECKS.filter((check) => ids.length === 0 || ids.includes(check.about.id));
    const inquiries = Object.fromEntries(
      asked.map((check) => [check.about.id, askCheck(check, { ...bare, profile })]),
    );
    const outcomes = await runInquiries(inquiries, warehouse, { signal: unhurried.signal });
    for (const [id, outcome] of Object.entries(outcomes)) {
      if ('crashed' in outcome) throw outcome.crashed;
      verdicts[id] = outcome.result;
    }
    await warehouses.close();
  });
  return verdicts;
}

const narrow = `CASE WHEN broken AND country = 'BR' THEN NULL ELSE true_width END`;

test('nothing is found in a quiet classifier, and every check says something', async () => {
  const verdicts = await verdictsOn({}, []);
  expect(Object.keys(verdicts).length).toBe(CHECKS.length);
  const shifted = Object.entries(verdicts).filter(([, { answer }]) => answer === 'shifted');
  expect(shifted.map(([id, { line }]) => `${id}: ${line}`)).toEqual([]);
  for (const id of ['model-metric', 'calibration', 'prediction-drift', 'labels', 'threshold', 'influence'])
    expect([id, verdicts[id]?.answer]).toEqual([id, 'steady']);
});

test('the classes that fell are named, most fallen first, beside the metrics over all of them', async () => {
  const {
    'model-metric': metric,
    'prediction-drift': drift,
    influence,
  } = await verdictsOn({ width: narrow }, ['model-metric', 'prediction-drift', 'influence']);
  expect(metric?.answer).toBe('shifted');
  const [whole] = metric?.findings ?? [];
  expect([whole?.subject.name, whole?.unit]).toEqual(['accuracy', 'share']);
  const others = metric?.findings
    .filter(({ subject }) => subject.kind === 'metric')
    .map(({ measure }) => measure);
  expect(others).toEqual(['accuracy', 'macro F1', 'macro AUC', 'log loss']);
  const recall = metric?.findings.filter(({ measure, shifted }) => measure === 'recall' && shifted);
  const fallen = recall?.filter(({ effect }) => (effect ?? 0) < 0).map(({ subject }) => subject.name);
  expect(fallen?.toSorted()).toEqual(['invoice', 'receipt']);
  expect(metric?.line).toMatch(/recall of (invoice|receipt) 0\.6\d+ → 0\.2/);
  expect(drift?.line).toMatch(/^classes are predicted otherwise: PSI 0\.4/);
  expect(influence?.findings.find(({ shifted }) => shifted)?.detail?.['class']).toBeTypeOf('string');
});

test('scores are read alike from columns of their own and out of one JSON column', async () => {
  const apart = await verdictsOn({ width: narrow }, ['model-metric']);
  const together = await verdictsOn({ width: narrow, scores: 'json' }, ['model-metric']);
  expect(together['model-metric']?.line).toEqual(apart['model-metric']?.line);
});

test('a model that says only the class is measured by it, and what needs scores says so', async () => {
  const verdicts = await verdictsOn({ width: narrow, scores: 'none' }, [
    'model-metric',
    'calibration',
    'threshold',
    'prediction-drift',
    'labels',
  ]);
  expect(verdicts['model-metric']?.answer).toBe('shifted');
  expect(verdicts['model-metric']?.findings.some(({ measure }) => /AUC|loss/.test(measure))).toBe(false);
  expect(verdicts['prediction-drift']?.answer).toBe('shifted');
  expect(verdicts['calibration']).toMatchObject({ answer: 'inconclusive', line: 'the logs hold no scores' });
  expect(verdicts['threshold']).toMatchObject({
    answer: 'inconclusive',
    line: 'with several classes there is no threshold',
  });
});

test('another class than that of the highest score is told apart from a broken model', async () => {
  const rule = `CASE WHEN broken AND highest = 'contract' AND u8 < 0.6 THEN 'letter' ELSE highest END`;
  const verdicts = await verdictsOn({ predicted: rule }, ['threshold', 'influence', 'labels']);
  expect(verdicts['threshold']?.answer).toBe('shifted');
  expect(verdicts['threshold']?.line).toContain('where contract has the highest score another class');
  expect([verdicts['influence']?.answer, verdicts['labels']?.answer]).toEqual(['steady', 'steady']);
});

test('scores that grew too sure are miscalibrated, of the predicted class and of each against the rest', async () => {
  const sure = Object.fromEntries(
    ['invoice', 'receipt'].map((name) => [
      name,
      `CASE WHEN broken THEN ${name === 'invoice' ? '' : '-'}3 * width ELSE 0 END`,
    ]),
  );
  const hot = {
    ...sure,
    letter: 'CASE WHEN broken THEN 3 * density ELSE 0 END',
    contract: 'CASE WHEN broken THEN -3 * density ELSE 0 END',
  };
  const { calibration } = await verdictsOn({ logits: hot }, ['calibration']);
  expect(calibration?.answer).toBe('shifted');
  expect(calibration?.line).toMatch(/share right beyond mean score -?0\.\d → -\d\d\.\d points/);
  const slopes = calibration?.findings.filter(
    ({ subject, unit }) => subject.kind === 'class' && unit === 'slope',
  );
  expect(slopes?.length).toBe(4);
  for (const slope of slopes ?? []) {
    expect(slope.shifted).toBe(true);
    expect(slope.after).toBeLessThan(0.75);
  }
});

test('labels whose classes were swapped are caught by requests of before the onset', async () => {
  const swapped = `CASE WHEN label_ts >= TIMESTAMP '2026-03-09 12:00:00' AND truth IN ('invoice', 'receipt') THEN CASE truth WHEN 'invoice' THEN 'receipt' ELSE 'invoice' END ELSE truth END`;
  const { labels } = await verdictsOn({ label: swapped }, ['labels']);
  expect(labels?.answer).toBe('shifted');
  expect(labels?.line).toMatch(/^invoice: labels mean something else .*receipt: labels mean something else/s);
  const { labels: late } = await verdictsOn(
    { delay: `CASE WHEN broken AND u6 < 0.5 THEN NULL ELSE -1800 * ln(u5 + 1e-9) END` },
    ['labels'],
  );
  expect(late?.line).toMatch(/labels within .* went from .* of requests/);
});

test('bad logs of several classes get words, never a crash', async () => {
  const logs: Readonly<Record<string, Wrong>> = {
    'no incident rows': { kept: 'NOT broken' },
    'labels of no known class, features all null': { label: `'fish'`, width: 'NULL', density: 'NULL' },
    'labels that never arrive, one class predicted': { delay: 'NULL', predicted: `'letter'` },
    'predictions that are null': { predicted: 'NULL' },
  };
  for (const [what, wrong] of Object.entries(logs)) {
    const verdicts = await verdictsOn(wrong, [
      'model-metric',
      'calibration',
      'prediction-drift',
      'labels',
      'threshold',
      'influence',
    ]);
    for (const [id, verdict] of Object.entries(verdicts)) {
      expect([what, id, verdict.line]).not.toContainEqual(expect.stringMatching(/NaN|undefined|Infinity/));
      const reason = verdict.answer === 'inconclusive' ? verdict.reason : verdict.line;
      expect(reason.length).toBeGreaterThan(5);
    }
    const unlabelled = /never arrive|no incident rows/.test(what);
    expect([what, unlabelled && verdicts['model-metric']?.answer !== 'inconclusive']).toEqual([what, false]);
  }
});

const said = (record: Readonly<Record<string, unknown>>): number[] => {
  const [width, density] = [Number(record['width']), Number(record['density'])];
  const odds = [3 * width, -3 * width, 3 * density, -3 * density].map(Math.exp);
  const whole = odds.reduce((sum, each) => sum + each, 0);
  return odds.map((each) => each / whole);
};

test('golden samples and recent requests through two pipelines show which class became which', async () => {
  const previous = await madePipeline({ kind: 'answers', of: said });
  const current = await madePipeline({
    kind: 'answers',
    of: (record) => {
      const [invoice = 0, receipt = 0, letter = 0, contract = 0] = said(record);
      return { letter: invoice, invoice: letter, receipt, contract };
    },
  });
  const pipelines = { current: current.config('v8'), previous: previous.config('v7') };
  const { 'golden-replay': golden, 'shadow-compare': shadow } = await verdictsOn(
    {},
    ['golden-replay', 'shadow-compare'],
    pipelines,
  );
  expect(golden?.answer).toBe('shifted');
  expect(golden?.line).toMatch(
    /golden samples are called otherwise than by the previous version: (invoice → letter|letter → invoice) \d+.*accuracy 0\.6\d+ → 0\.\d+/,
  );
  expect(shadow?.answer).toBe('shifted');
  expect(shadow?.findings[0]?.detail?.['flip 1']).toMatch(/^(invoice → letter|letter → invoice): \d+$/);
  const again = await madePipeline({ kind: 'answers', of: said });
  const alike = { current: previous.config('v7'), previous: again.config('v7') };
  const same = await verdictsOn({}, ['golden-replay', 'shadow-compare'], alike);
  expect([same['golden-replay']?.answer, same['shadow-compare']?.answer]).toEqual(['steady', 'steady']);
});

test('a pipeline that answers another class, another number of scores or none is inconclusive with the reason', async () => {
  const previous = await madePipeline({ kind: 'answers', of: said });
  for (const [answer, reason] of [
    ['fish', /'fish' is not one of the classes/],
    [[0.5, 0.5], /holds 2 scores, and there are 4 classes/],
    [[0.5, 0.5, 'x', 0], /no finite number/],
    [[2, 0, 0, 0], /lies outside 0\.\.1/],
    [{ colour: 'red' }, /names none of the classes/],
    [null, /neither a class nor scores/],
  ] as const) {
    const current = await madePipeline({ kind: 'answers', of: () => answer });
    const pipelines = { current: current.config('v8'), previous: previous.config('v7') };
    const { 'golden-replay': golden } = await verdictsOn({}, ['golden-replay'], pipelines);
    expect(golden?.answer === 'inconclusive' ? golden.reason : golden?.line).toMatch(reason);
  }
});
