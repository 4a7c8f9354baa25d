import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/checks/question.ts';
import type { Aggregate, Expression, Measure } from '../../src/sql/aggregate.ts';
import {
  all,
  any,
  caseWhen,
  column,
  count,
  countIf,
  distinct,
  during,
  eq,
  gt,
  isIn,
  isNotNull,
  isNull,
  lt,
  maximum,
  minimum,
  number,
  numberBin,
  oneIn,
  quantile,
  sum,
  table,
  text,
} from '../../src/sql/build.ts';
import { clickhouse } from '../../src/sql/dialects/clickhouse.ts';
import { duckdb } from '../../src/sql/dialects/duckdb.ts';
import { explainPlan, planScans } from '../../src/sql/plan.ts';
import { folderFor, lay, rowCount, unhurried, warehousesOf } from './made-tables.ts';

const period = caseWhen([[lt(column('ts'), new Date('2026-03-01T02:00:00Z')), 'baseline']], 'incident');

/** A value of a few known ones, and words for null and for all others. */
const known = (name: string, values: readonly string[], missing = 'null') =>
  caseWhen(
    [
      [isNull(column(name)), missing],
      [isIn(text(column(name)), values), text(column(name))],
    ],
    'unseen',
  );

const keys: Readonly<Record<string, Expression>> = {
  period,
  'known country': known('country', ['c2', 'c0']),
  'known plan': known('plan', ['p3', 'nobody has it', 'p1']),
  'known balance': known('balance', ['1.0', '-3.0']),
  'named like the rest': known('country', ['c1', 'unseen'], 'c0'),
  country: column('country'),
  device: column('device'),
  plan: column('plan'),
  newcomer: column('is_new'),
  set1: column('balance'),
};
const bins: readonly Expression[] = [
  numberBin(column('balance'), [-10, 0, 5]),
  numberBin(column('balance'), [3]),
  numberBin(column('score'), [0.25, 0.5, 0.75]),
];
const hour = (from: number, to: number) => ({
  from: new Date(Date.UTC(2026, 2, 1, from)),
  to: new Date(Date.UTC(2026, 2, 1, to)),
});
const before = during(column('ts'), hour(0, 1));
const after = during(column('ts'), hour(2, 3));
// Begins where the first ends: together they are one stretch of time.
const next = during(column('ts'), hour(1, 2));
const never = during(column('ts'), hour(20, 21));
const overlapping = during(column('ts'), hour(2, 4));
const few = oneIn(column('request_id'), 3);
const sampled = any(all(before, oneIn(column('request_id'), 2)), all(after, few));
const wheres: readonly (readonly Expression[])[] = [
  [],
  [eq(column('country'), 'c1')],
  [gt(column('balance'), 1e9)],
  [any(before, after)],
  [any(before, after), eq(column('country'), 'c1')],
  [any(before, next)],
  [any(before, next), isNotNull(column('balance')), isNotNull(number(column('balance')))],
  [few],
  [any(before, after), sampled],
  [any(before, after), sampled],
  [any(before, after), eq(column('country'), 'c1'), sampled],
];
const measures: Readonly<Record<string, Measure>> = {
  rows: count(),
  positives: countIf(eq(column('label'), 1)),
  nulls: countIf(isNull(column('balance'))),
  total: sum(column('balance')),
  low: sum(column('balance'), lt(column('score'), 0.5)),
  m1: distinct(column('country')),
  median: quantile(column('score'), 0.5),
  upper: quantile(column('score'), 0.9),
  lower: quantile(column('balance'), 0.1, eq(column('label'), 1)),
  'rows before': countIf(before),
  'rows after': countIf(after),
  'rows next': countIf(next),
  'low next': sum(column('balance'), all(next, lt(column('score'), 0.5))),
  'rows never': countIf(never),
  'rows overlapping': countIf(overlapping),
  'nulls before': countIf(all(before, isNull(column('balance')))),
  'nulls after': countIf(all(after, isNull(column('balance')))),
  'low before': sum(column('balance'), all(before, lt(column('score'), 0.5))),
  'low after': sum(column('balance'), all(after, lt(column('score'), 0.5))),
  'countries before': distinct(column('country'), before),
  'median after': quantile(column('score'), 0.5, after),
  'latest after': maximum(column('balance'), after),
  middle: quantile(column('balance'), 0.5, eq(column('label'), 1)),
};

const windowed = Object.keys(measures).filter((name) => / (before|after|next|never|overlapping)$/.test(name));

const subset = (names: readonly string[], minLength: number, maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...names), { minLength, maxLength });

/** Any question that a check might ask: some keys, perhaps a bin, perhaps grouping sets, some measures. */
const aggregate: fc.Arbitrary<Aggregate> = fc
  .record({
    keys: subset(Object.keys(keys), 0, 4),
    bin: fc.option(fc.constantFrom(...bins)),
    // Questions share a scan only over the same rows: most are about all, or about both windows.
    where: fc.oneof(fc.constant([]), fc.constant([any(before, after)]), fc.constantFrom(...wheres)),
    measures: fc.oneof(
      fc.constant<string[]>(['rows']),
      fc.constant<string[]>(['rows', 'positives']),
      subset(Object.keys(measures), 1, 3),
      subset(windowed, 2, 6),
      fc.constant<string[]>(['rows', 'rows before', 'rows after']),
      fc.constant<string[]>(['rows before', 'rows after']),
    ),
    inSets: fc.boolean(),
    limit: fc.constantFrom(undefined, undefined, undefined, 3, 2000),
  })
  .map((drawn) => {
    const by = {
      ...Object.fromEntries(drawn.keys.map((key) => [key, keys[key] ?? period])),
      ...(drawn.bin === null ? {} : { bin: drawn.bin }),
    };
    const names = Object.keys(by);
    const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b]));
    const sets = { sets: [[], ...names.map((name) => [name]), ...pairs] };
    return {
      kind: 'aggregate',
      from: table('predictions'),
      where: drawn.where,
      by,
      measures: Object.fromEntries(drawn.measures.map((name) => [name, measures[name] ?? count()])),
      ...(drawn.inSets ? sets : {}),
      ...(drawn.inSets || drawn.limit === undefined ? {} : { limit: drawn.limit }),
    };
  });

function comparable(answer: Answer | undefined): readonly string[] {
  if (answer?.kind !== 'rows') throw new Error(JSON.stringify(answer));
  return answer.rows
    .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort();
}

describe('questions asked together', () => {
  test('get the answers that each would get alone', async () => {
    await folderFor(async (folder) => {
      await mkdir(join(folder, 'data'));
      await lay(
        `COPY (SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts,
          CASE WHEN i % 7 = 0 THEN NULL ELSE 'c' || (i % 3) END AS country, 'd' || (i % 2) AS device, 'p' || (i % 4) AS plan,
          i % 5 = 0 AS is_new, CASE WHEN i % 11 = 0 THEN NULL WHEN i % 13 = 0 THEN 'nan'::DOUBLE ELSE i % 20 - 10 END::DOUBLE AS balance,
          (i % 8) / 8.0 AS score, (i % 2)::TINYINT AS label, ts AS label_ts FROM range(240) t(i)) TO '${folder}/data/predictions.parquet'`,
      );
      const warehouses = warehousesOf(folder);
      const warehouse = await warehouses.open('risk', null);
      let shared = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(aggregate, { minLength: 4, maxLength: 9 }), async (asked) => {
          const questions = Object.fromEntries(asked.map((question, index) => [`q${index}`, question]));
          if (planScans(questions, duckdb).length < asked.length) shared += 1;
          const together = await warehouse.ask(questions, unhurried);
          for (const [name, question] of Object.entries(questions))
            expect(comparable(together[name])).toEqual(
              comparable(await warehouse.askOne(question, unhurried)),
            );
        }),
        { numRuns: 40, seed: 20_260_312 },
      );
      expect(shared).toBeGreaterThan(10);
      await warehouses.close();
    });
  });

  const one = (by: Aggregate['by'], asked: Aggregate['measures'] = { rows: count() }): Aggregate => ({
    ...rowCount,
    by,
    measures: asked,
  });
  const questions = {
    'bins of balance': one({ period, bin: bins[0] ?? period }),
    'bins of score': one({ period, bin: bins[2] ?? period }),
    'null balance': one({ period }, { nulls: countIf(isNull(column('balance'))) }),
    country: one({ period, country: column('country') }, { rows: count(), total: sum(column('balance')) }),
    device: one({ period, device: column('device') }, { rows: count(), total: sum(column('balance')) }),
    'top countries': { ...one({ country: column('country') }), limit: 3 },
  };

  test('quantiles of the same values are read once, wherever they are asked', async () => {
    await folderFor(async (folder) => {
      await mkdir(join(folder, 'data'));
      await lay(
        `COPY (SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, CASE WHEN i < 9 THEN i / 3.0 END AS balance,
          i / 7.0 AS score, 1 AS label, ts AS label_ts FROM range(20) t(i)) TO '${folder}/data/predictions.parquet'`,
      );
      const warehouses = warehousesOf(folder);
      const warehouse = await warehouses.open('risk', null);
      const quartile = (p: number, name: string) => one({}, { value: quantile(column(name), p) });
      const asked = { low: quartile(0.25, 'score'), high: quartile(0.75, 'score') };
      const nobody = one(
        {},
        Object.fromEntries(
          [0.1, 0.5].map((p) => [`q${p}`, quantile(column('balance'), p, gt(column('balance'), 9))]),
        ),
      );
      const answers = await warehouse.ask({ ...asked, nobody }, unhurried);
      const [low, high, none] = [answers['low'], answers['high'], answers['nobody']];
      if (low?.kind !== 'rows' || high?.kind !== 'rows' || none?.kind !== 'rows') throw new Error('no rows');
      expect(low.rows).toEqual([{ value: 4.75 / 7 }]);
      expect(high.rows).toEqual([{ value: 14.25 / 7 }]);
      expect(none.rows).toEqual([{ 'q0.1': null, 'q0.5': null }]);
      expect(low.asked.text.match(/quantile_cont/g)).toHaveLength(2);
      await warehouses.close();
    });
  });

  test('about windows that are counted apart have the windows as groups, whatever each counts', () => {
    const windows = [any(before, after)];
    const nulls = { before: countIf(all(before, isNull(column('balance')))), after: countIf(after) };
    const bin = { bin: bins[0] ?? period };
    const counts = { before: countIf(before), after: countIf(after) };
    const within = (of: Aggregate): Aggregate => ({ ...of, where: windows });
    const asked = {
      nulls: within(one({}, nulls)),
      'drift of balance': within(one(bin, counts)),
      'drift of score': within(one({ bin: bins[2] ?? period }, counts)),
      all: within(one({}, counts)),
    };
    expect(explainPlan(asked, duckdb)).toEqual([
      '1. predictions: nulls, drift of balance, drift of score, all (windows as groups, 2 histograms in one scan, measures side by side)',
    ]);
    const [scan] = planScans(asked, duckdb);
    if (scan?.question.kind !== 'aggregate') throw new Error('no scan');
    expect(Object.keys(scan.question.by)).toEqual(['span']);
    expect(Object.values(scan.question.measures).filter(({ where }) => where !== undefined)).toEqual([
      countIf(isNull(column('balance'))),
    ]);
  });

  test('by a few known texts are grouped by their numbers, where no text is written like the word for the rest', () => {
    const kindOf = (by: Expression) => {
      const [scan] = planScans({ asked: one({ by }) }, duckdb);
      return scan?.question.kind === 'aggregate' ? scan.question.by['by']?.kind : undefined;
    };
    expect(kindOf(known('country', ['c2', 'c0']))).toBe('value-index');
    expect(kindOf(known('country', ['c2', 'unseen']))).toBe('case');
    expect(kindOf(known('country', ['c2', 'c0'], 'c0'))).toBe('case');
    expect(kindOf(known('country', []))).toBe('case');
  });

  test('about windows that overlap, or rows of no window, are left as they are', () => {
    const counts = { one: countIf(after), other: countIf(overlapping) };
    const outside = one({ country: column('country') }, { before: countIf(before), after: countIf(after) });
    for (const question of [one({}, counts), outside]) {
      const [scan] = planScans({ question }, duckdb);
      expect(scan?.question).toEqual(question);
    }
  });

  test('that want more or fewer of the largest groups are one scan, and guards against too many groups stop none', () => {
    const top = (limit: number): Aggregate => ({ ...one({ country: column('country') }), limit });
    const guarded = (name: string): Aggregate => ({ ...one({ [name]: column(name) }), limit: 10_000 });
    expect(explainPlan({ few: top(3), many: top(20) }, duckdb)).toEqual([
      '1. predictions: few, many (the first groups of the same)',
    ]);
    expect(explainPlan({ country: guarded('country'), device: guarded('device') }, duckdb)).toEqual([
      '1. predictions: country, device (2 groupings in one scan)',
    ]);
    const [alone] = planScans({ country: guarded('country') }, duckdb);
    expect(alone?.question).toEqual(guarded('country'));
  });

  test('about one column are answered from the rows of each of its values, where these are counted anyway', async () => {
    await folderFor(async (folder) => {
      await mkdir(join(folder, 'data'));
      await lay(
        `COPY (SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, CASE WHEN i % 5 > 0 THEN (i % 4)::DOUBLE END AS balance,
          CASE WHEN i % 3 > 0 THEN (i % 7)::VARCHAR END AS country, 0.5 AS score, 1 AS label, ts AS label_ts FROM range(240) t(i)) TO '${folder}/data/predictions.parquet'`,
      );
      const warehouses = warehousesOf(folder);
      const warehouse = await warehouses.open('risk', null);
      const within = (of: Aggregate): Aggregate => ({ ...of, where: [any(before, after)] });
      const asked = (name: string) => {
        const value = number(column(name));
        return {
          [`values of ${name}`]: within(
            one({ value: column(name) }, { after: countIf(after), before: countIf(before) }),
          ),
          [`nulls of ${name}`]: within(
            one(
              {},
              {
                rows: countIf(before),
                nulls: countIf(all(before, isNull(column(name)))),
                after: countIf(after),
              },
            ),
          ),
          [`ends of ${name}`]: within(
            one(
              {},
              {
                least: minimum(value, before),
                greatest: maximum(value, after),
                n: countIf(all(after, isNotNull(value))),
              },
            ),
          ),
        };
      };
      const questions = { ...asked('balance'), ...asked('country') };
      expect(explainPlan(questions, duckdb)).toEqual([
        '1. predictions: values of balance, nulls of balance, ends of balance, values of country, nulls of country, ends of country (what the values tell, 2 groupings in one scan)',
      ]);
      const answers = await warehouse.ask(questions, unhurried);
      for (const [name, question] of Object.entries(questions))
        expect(comparable(answers[name])).toEqual(comparable(await warehouse.askOne(question, unhurried)));
      // Texts may be numbers, and only the source says which: that question was put alone.
      const [told, untold] = [answers['ends of balance'], answers['ends of country']];
      if (told?.kind !== 'rows' || untold?.kind !== 'rows') throw new Error('no rows');
      expect(told.asked.text).toContain('GROUPING SETS');
      expect(untold.asked.text).not.toContain('GROUPING SETS');
      expect(untold.rows).toEqual([{ least: 0, greatest: 6, n: 40 }]);
      await warehouses.close();
    });
  });

  test('about numbers that are there do not differ from those that say so twice', () => {
    const bin = { bin: bins[2] ?? period };
    const present = isNotNull(number(column('label')));
    const asked = {
      sums: { ...one(bin, { rows: count(), total: sum(column('score')) }), where: [present] },
      counts: { ...one(bin), where: [present, isNotNull(column('label'))] },
      others: { ...one({ bin: bins[0] ?? period }), where: [present] },
    };
    expect(explainPlan(asked, duckdb)).toEqual([
      '1. predictions: sums, counts (measures side by side)',
      '2. predictions: others (on its own)',
    ]);
  });

  test('that look at a few of very many rows are put to those rows read once, other questions beside them', () => {
    const where = [any(before, after), sampled];
    const counts = { before: countIf(before), after: countIf(after) };
    const asked = {
      'top countries': {
        ...one({ country: column('country') }),
        where: [...where, gt(column('score'), 0)],
        limit: 3,
      },
      quartile: { ...one({}, { value: quantile(column('score'), 0.25) }), where },
      windows: { ...one({}, counts), where },
      all: { ...one({}, counts), where: [any(before, after)] },
    };
    expect(explainPlan(asked, duckdb)).toEqual([
      '1. predictions: top countries, quartile, windows (windows as groups, 3 questions to rows read once)',
      '2. predictions: all (windows as groups)',
    ]);
    const [scan] = planScans(asked, duckdb);
    if (scan?.question.kind !== 'kept') throw new Error('nothing is kept');
    expect(scan.question.where).toEqual(where);
    expect(scan.question.questions.map((question) => question.where)).toEqual([
      [gt(column('score'), 0)],
      [],
      [],
    ]);
    expect(explainPlan(asked, clickhouse)).toHaveLength(4);
  });

  test('are planned before they are put, and the plan can be read', () => {
    expect(explainPlan(questions, duckdb)).toEqual([
      '1. predictions: bins of balance, bins of score, null balance (2 histograms in one scan, measures side by side)',
      '2. predictions: country, device (2 groupings in one scan)',
      '3. predictions: top countries (on its own)',
    ]);
    expect(explainPlan(questions, clickhouse)).toEqual([
      '1. predictions: bins of balance, bins of score (2 groupings in one scan)',
      '2. predictions: null balance (on its own)',
      '3. predictions: country, device (2 groupings in one scan)',
      '4. predictions: top countries (on its own)',
    ]);
  });
});
