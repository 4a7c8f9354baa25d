import { expect, test } from 'vitest';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import { contextOf } from '../../src/checks/context.ts';
import { FishboneConfig } from '../../src/config/schema.ts';
import { samplesDocument } from '../../src/message/samples.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { findSamples } from '../../src/samples/find-samples.ts';
import type { SamplesFound } from '../../src/samples/find-samples.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const onset = new Date('2026-03-05T12:00:00Z');
const end = new Date('2026-03-06T00:00:00Z');

/** 2,000 requests; since the onset those of Brazil lack their plan, score 0.9 and are decided wrongly. `email` is nobody's business. */
const rows = `SELECT 'r' || i AS request_id, ts, country, device,
    CASE WHEN ts >= TIMESTAMP '2026-03-05 12:00:00' AND country = 'BR' THEN NULL ELSE plan END AS plan, amount,
    'person' || i || '@example.com' AS email, 'token=abcdef' || i AS remark,
    CASE WHEN ts >= TIMESTAMP '2026-03-05 12:00:00' AND country = 'BR' THEN 0.9 ELSE 0.2 END AS score,
    CAST(ts >= TIMESTAMP '2026-03-05 12:00:00' AND country = 'BR' AS INTEGER) AS decision,
    CASE WHEN LABELLED THEN 0 END AS label
  FROM (SELECT i, TIMESTAMP '2026-03-04 00:00:00' + to_seconds(i * 86) AS ts,
    CASE WHEN i % 3 = 0 THEN 'BR' ELSE 'US' END AS country, CASE WHEN i % 2 = 0 THEN 'ios' ELSE 'android' END AS device,
    CASE WHEN i % 5 = 0 THEN 'Pro' ELSE 'Basic' END AS plan, (i * 37) % 500 AS amount FROM range(2000) t(i))`;

async function found(
  samples: object | undefined,
  more: {
    readonly labelled?: string;
    readonly segment?: object;
    readonly predictions?: object;
    readonly task?: string;
  } = {},
): Promise<SamplesFound> {
  let result: SamplesFound | undefined;
  await folderFor(async (folder) => {
    await mkdir(join(folder, 'data'));
    const text = rows.replace('LABELLED', more.labelled ?? 'true');
    await lay(`COPY (${text}) TO '${join(folder, 'data', 'predictions.parquet')}' (FORMAT parquet)`);
    const predictions = {
      source: 'logs',
      table: 'predictions',
      id: 'request_id',
      time: 'ts',
      score: 'score',
      decision: 'decision',
      label: { column: 'label' },
      segments: ['country', 'device'],
      features: ['plan', 'amount', 'email', 'remark'],
      ...more.predictions,
    };
    const config = FishboneConfig.parse({
      version: 1,
      sources: { logs: { type: 'duckdb', path: './data' } },
      models: {
        risk: {
          task: more.task ?? 'classification',
          predictions,
          ...(samples === undefined ? {} : { samples }),
        },
      },
    });
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('risk', end);
    const context = {
      ...contextOf(
        { modelName: 'risk', model: ModelConfig.parse(config.models['risk']), alert: null, now: end },
        null,
      ),
      windows: {
        baseline: { from: new Date('2026-03-04T00:00:00Z'), to: onset },
        incident: { from: onset, to: end },
        onset,
        now: end,
      },
      segment: (more.segment ?? {}) as Record<string, string>,
    };
    const ran = await runInquiry(findSamples(context), warehouse, unhurried.signal);
    expect(JSON.stringify(ran.asked)).not.toContain('email');
    result = ran.result;
    await warehouses.close();
  });
  if (result === undefined) throw new Error('nothing was asked');
  return result;
}

const shown = (one: SamplesFound) => {
  if (one.kind === 'none') throw new Error(one.message);
  return one.samples;
};

test('bad requests stand beside good ones of before in the very same segments, and what differs is marked', async () => {
  const samples = shown(await found({ columns: ['plan', 'amount'], limit: 3 }));
  expect(samples.pairs).toHaveLength(3);
  for (const { bad, good, sameSegments, distance } of samples.pairs) {
    expect(bad).toMatchObject({ decision: 1, label: 0, score: 0.9 });
    expect(good).toMatchObject({ decision: 0, label: 0 });
    expect(sameSegments).toBe(true);
    expect(distance).toBeLessThan(0.5);
    expect(bad.values[0]).toBe('null');
    expect(good?.at?.getTime()).toBeLessThan(onset.getTime());
  }
  expect(new Set(samples.pairs.map((pair) => pair.good?.id)).size).toBe(3);
  const table = samplesDocument(samples).blocks.find((block) => block.kind === 'table');
  expect(table?.rows.find((row) => row[0] === 'plan')?.[1]).toBe('≠ null');
});

test('columns that are not allowed are neither read nor shown, and secrets are taken out of those that are', async () => {
  const samples = shown(await found({ columns: ['remark'] }));
  expect(JSON.stringify(samples)).not.toMatch(/example\.com|abcdef|amount/);
  expect(samples.pairs[0]?.bad.values[0]).toContain('[redacted]');
});

test('a segment narrows it down', async () => {
  const samples = shown(await found({ columns: ['country', 'plan'] }, { segment: { country: 'BR' } }));
  expect(samples.pairs.map((pair) => pair.bad.values[0])).toEqual(samples.pairs.map(() => 'BR'));
  expect(await found({ columns: ['country'] }, { segment: { country: 'US' } })).toMatchObject({
    kind: 'none',
    message: 'no request since the onset is known to have gone wrong',
  });
});

test.each<readonly [string, object | undefined, object, RegExp]>([
  ['nothing is allowed', undefined, {}, /rows of risk may not be shown/],
  ['no label is configured', { columns: ['plan'] }, { predictions: { label: undefined } }, /has no labels/],
  ['labels never arrived', { columns: ['plan'] }, { labelled: 'false' }, /known to have gone wrong/],
  ['the allowed column is not there', { columns: ['plam'] }, {}, /could not be read/],
])('when %s, that is said', async (_, samples, more, message) => {
  const one = await found(samples, more);
  expect(one.kind === 'none' ? one.message : 'found').toMatch(message);
});

test('without decisions a large error is what makes an example bad', async () => {
  const samples = shown(await found({ columns: ['plan'] }, { predictions: { decision: undefined } }));
  expect(samples.badness).toBe('large error');
  expect(samples.pairs[0]?.bad.score).toBe(0.9);
});

test('of several classes the examples say what was predicted and what it truly was', async () => {
  const result = await found(
    { columns: ['plan'] },
    {
      task: 'multiclass',
      // Wrong since the onset are those of Brazil: decided 1 where the label is 0.
      predictions: { score: undefined, decision: undefined, classes: [0, 1], predicted: 'decision' },
    },
  );
  const samples = result.kind === 'found' ? result.samples : null;
  expect(samples?.badness).toBe('wrong class');
  expect(samples?.pairs[0]?.bad.classes).toEqual({ predicted: '1', actual: '0' });
  expect(samples?.pairs[0]?.good?.classes).toEqual({ predicted: '0', actual: '0' });
  const text = samples === null ? '' : JSON.stringify(samplesDocument(samples));
  expect(text).toContain('taken for another class since the onset');
  expect(text).toContain('["true class","0"');
});
