import { describe, expect, test } from 'vitest';
import type { Segment } from '../../src/alert/alert.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import type { Warehouse } from '../../src/response/ports.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';
import {
  latticeQuestion,
  predictionTraffic,
  readLattice,
  singlesAndPairs,
  type Lattice,
  type LatticeQuestion,
} from '../../src/scope/lattice.ts';
import { searchSegments } from '../../src/scope/search-segments.ts';
import { latticeWithout } from '../../src/scope/take-away.ts';
import { isNull } from '../../src/sql/build.ts';
import type { Carrier } from '../../src/symptom/carrier.ts';
import { configured, unhurried, warehousesOf, withData } from '../sources/made-tables.ts';

const onset = new Date('2026-03-02T00:00:00Z');
const windows = {
  baseline: { from: new Date('2026-03-01T00:00:00Z'), to: onset },
  incident: { from: onset, to: new Date('2026-03-03T00:00:00Z') },
  onset,
  now: new Date('2026-03-03T00:00:00Z'),
};

/** 40,000 predictions over two days; the balance is null where `broken` on the second day, and in 2 % anyway. */
const predictions = (broken: string) => `
  SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + to_seconds(i * 4.32) AS ts, 0.5::DOUBLE AS score,
    1 AS label, ts AS label_ts, [NULL, 'BR', 'DE', 'IN', 'US'][1 + (hash(i + 1) % 5)::INTEGER] AS country,
    ['android', 'ios', 'web'][1 + (hash(i + 2) % 3)::INTEGER] AS device, ['new', 'old'][1 + (hash(i + 3) % 2)::INTEGER] AS kind,
    CASE WHEN hash(i + 5) % 50 = 0 THEN NULL WHEN i >= 20000 AND (${broken}) AND hash(i + 6) % 4 > 0 THEN NULL
      ELSE hash(i + 4) % 1000 / 7.0 END AS balance
  FROM range(40000) t(i)`;

const model = ModelConfig.parse(
  configured({
    model: {
      predictions: {
        source: 'logs',
        table: 'predictions',
        id: 'request_id',
        time: 'ts',
        score: 'score',
        label: { column: 'label', known_at: 'label_ts' },
        segments: ['country', 'device', 'kind'],
        features: ['balance'],
      },
    },
  }).models['risk'],
);

const nulls: Carrier = {
  id: 'null:balance',
  words: 'balance is null',
  subject: { kind: 'feature', name: 'balance' },
  tier: 'defect',
  source: 'predictions',
  quantity: { kind: 'share', event: (of) => isNull(of('balance')) },
};

const means: Carrier = {
  ...nulls,
  id: 'mean:balance',
  quantity: { kind: 'mean', value: (of) => of('balance') },
};

async function onPredictions(broken: string, use: (warehouse: Warehouse) => Promise<void>): Promise<void> {
  await withData(predictions(broken), async (folder) => {
    const warehouses = warehousesOf(folder, {
      ...configured(),
      models: { risk: model },
    });
    await use(await warehouses.open('risk', windows.now));
    await warehouses.close();
  });
}

/** What the search says, and in how many scans. */
async function searched(broken: string) {
  let found: { readonly where: readonly unknown[]; readonly answer: string; readonly scans: number } | null =
    null;
  await onPredictions(broken, async (warehouse) => {
    const inquiry = searchSegments(model, nulls, { traffic: predictionTraffic(model), windows });
    const { result, asked } = await runInquiry(inquiry, warehouse, unhurried.signal);
    const segments = result.answer === 'segments' ? result.segments : [];
    found = { answer: result.answer, where: segments.map(({ where }) => where), scans: asked.length };
  });
  return found;
}

describe('how often a search reads the traffic', () => {
  test('one bad segment is found, and the rest known to be quiet, in one scan', async () => {
    expect(await searched(`country = 'BR'`)).toEqual({
      answer: 'segments',
      where: [{ country: 'BR' }],
      scans: 1,
    });
  });

  test('a fault everywhere is said after one scan', async () => {
    expect(await searched('true')).toEqual({ answer: 'all-alike', where: [], scans: 1 });
  });

  test('a second fault in another dimension takes a second scan, of the rows of the first', async () => {
    expect(await searched(`country = 'BR' OR device = 'web'`)).toEqual({
      answer: 'segments',
      where: [{ device: 'web' }, { country: 'BR' }],
      scans: 2,
    });
  });

  test('rows without a value are a segment like any other', async () => {
    expect(await searched(`country IS NULL OR device = 'ios'`)).toEqual({
      answer: 'segments',
      where: [{ device: 'ios' }, { country: null }],
      scans: 2,
    });
  });
});

describe('what is left of the traffic without segments', () => {
  test('taken away or counted again, every cell has the same rows, events and values', async () => {
    await onPredictions(`device = 'web'`, async (warehouse) => {
      const question: LatticeQuestion = {
        traffic: predictionTraffic(model),
        carriers: [nulls, means],
        before: windows.baseline,
        after: windows.incident,
        by: singlesAndPairs(['country', 'device', 'kind']),
      };
      const read = async (asked: LatticeQuestion): Promise<Lattice> => {
        const answer = await warehouse.askOne(latticeQuestion(asked), unhurried);
        const lattice = readLattice({ lattice: answer }, 'lattice', asked);
        if ('reason' in lattice) throw new Error(lattice.reason);
        return lattice;
      };
      const earlier = [{ country: null }];
      const found: readonly Segment[] = [{ device: 'web', kind: 'old' }, { device: 'ios' }];
      const before = await read({ ...question, without: earlier });
      const part = await read({ ...question, within: found, without: earlier });
      const anew = await read({ ...question, without: [...earlier, ...found] });
      const left = latticeWithout(before, part);
      expect(anew.cells.length).toBeGreaterThan(20);
      expect(plain(left.whole)).toEqual(plain(anew.whole));
      expect(left.cells.map(plain).toSorted()).toEqual(anew.cells.map(plain).toSorted());
    });
  });
});

/** A cell as text; sums of values differ in their last digits with the order in which they are added. */
function plain({ segment, rows, tallies }: Lattice['whole']): string {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(10)) : value;
  return JSON.stringify([segment, rows, [...tallies]], rounded);
}
