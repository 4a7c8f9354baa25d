import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/checks/question.ts';
import type { Aggregate } from '../../src/sql/aggregate.ts';
import { all, any, column, countIf, during, isNull, table } from '../../src/sql/build.ts';
import { clickhouse } from '../../src/sql/dialects/clickhouse.ts';
import { duckdb } from '../../src/sql/dialects/duckdb.ts';
import { postgresql } from '../../src/sql/dialects/postgresql.ts';
import { planScans } from '../../src/sql/plan.ts';
import { folderFor, lay, unhurried, warehousesOf } from './made-tables.ts';

const hour = (from: number, to: number) => ({
  from: new Date(Date.UTC(2026, 2, 1, from)),
  to: new Date(Date.UTC(2026, 2, 1, to)),
});
const before = during(column('ts'), hour(0, 1));
const after = during(column('ts'), hour(1, 3));

const valuesOf = (name: string): Aggregate => ({
  kind: 'aggregate',
  from: table('predictions'),
  where: [any(before, after)],
  by: { value: column(name) },
  measures: { after: countIf(after), before: countIf(before) },
});
const nullsOf = (name: string): Aggregate => ({
  ...valuesOf(name),
  by: {},
  measures: { after: countIf(all(after, isNull(column(name)))), before: countIf(before) },
});
/** A column that bears the name under which the plan would read another one. */
const hostile = 'balance as it lies';
const names = ['balance', 'country', hostile, 'set', 'span', 'rows'];
const asked = {
  ...Object.fromEntries(names.map((name) => [`values of ${name}`, valuesOf(name)])),
  ...Object.fromEntries(names.map((name) => [`nulls of ${name}`, nullsOf(name)])),
};

const comparable = (answer: Answer | undefined): readonly string[] => {
  if (answer?.kind !== 'rows') throw new Error(JSON.stringify(answer));
  return answer.rows
    .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort();
};

describe('the rows of each value in two windows', () => {
  test('are the same as when each column is counted by itself, and what is not finite counts as null', async () => {
    await folderFor(async (folder) => {
      await mkdir(join(folder, 'data'));
      await lay(
        `COPY (SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, 0.5 AS score, 1 AS label, ts AS label_ts,
          CASE i % 9 WHEN 0 THEN NULL WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE WHEN 3 THEN 'inf'::DOUBLE ELSE i % 4 END AS balance,
          CASE WHEN i % 7 > 0 THEN 'c' || (i % 3) END AS country, (i % 2)::FLOAT AS "${hostile}", i % 3 = 0 AS "set",
          i // 100 AS "span", CASE WHEN i > 70 THEN 'late' END AS "rows" FROM range(240) t(i)) TO '${folder}/data/predictions.parquet'`,
      );
      const warehouses = warehousesOf(folder);
      const warehouse = await warehouses.open('risk', null);
      const together = await warehouse.ask(asked, unhurried);
      for (const [name, question] of Object.entries(asked))
        expect(comparable(together[name])).toEqual(comparable(await warehouse.askOne(question, unhurried)));
      const nulls = together['nulls of balance'];
      // The second window has 13 times nine rows, of which one is null and three are not finite, and three others.
      expect(nulls?.kind === 'rows' && nulls.rows).toEqual([{ after: 13 * 4, before: 60 }]);
      expect(nulls?.kind === 'rows' && nulls.asked.text).toContain('GROUPING SETS');
      await warehouses.close();
    });
  });

  test('are grouped by a column alone where the engine looks at each entry of its dictionary once, by window elsewhere', () => {
    const setsFor = (dialect: typeof duckdb) => {
      const [scan] = planScans(asked, dialect);
      return scan?.question.kind === 'aggregate' ? scan.question.sets : undefined;
    };
    expect(setsFor(duckdb)?.map((set) => set.length)).toEqual(names.map(() => 1));
    expect(setsFor(clickhouse)?.map((set) => set.length)).toEqual(names.map(() => 2));
    expect(setsFor(postgresql)?.map((set) => set.length)).toEqual(names.map(() => 2));
  });
});
