import { describe, expect, test } from 'vitest';
import type { Aggregate, Rows } from '../../src/sql/aggregate.ts';
import {
  all,
  caseWhen,
  column,
  count,
  countIf,
  divide,
  during,
  eq,
  isDistinctFrom,
  isIn,
  isNotFinite,
  isNull,
  join,
  ln,
  lt,
  number,
  numberBin,
  quantile,
  sum,
  table,
  timeBin,
} from '../../src/sql/build.ts';
import { clickhouse } from '../../src/sql/dialects/clickhouse.ts';
import { duckdb } from '../../src/sql/dialects/duckdb.ts';
import { postgresql } from '../../src/sql/dialects/postgresql.ts';
import type { Dialect } from '../../src/sql/dialect.ts';
import { render } from '../../src/sql/render.ts';
import { describedTables, now } from './described-tables.ts';

const dialects: readonly Dialect[] = [duckdb, postgresql, clickhouse];

function written(dialect: Dialect, question: Aggregate | Rows) {
  return render({ dialect, now, table: describedTables(dialect) }, question).query;
}

const hourly: Aggregate = {
  kind: 'aggregate',
  from: table('predictions'),
  where: [
    during(column('ts'), { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-02T00:00:00Z') }),
  ],
  by: { hour: timeBin(column('ts'), 3600), bin: numberBin(column('balance'), [0, 100]) },
  measures: {
    rows: count(),
    nulls: countIf(isNull(column('balance'))),
    nan: countIf(isNotFinite(column('balance'))),
    positives: countIf(eq(column('label'), 1)),
    median: quantile(column('score'), 0.5),
  },
};

const segments: Aggregate = {
  kind: 'aggregate',
  from: table('predictions'),
  where: [isIn(column('country'), ['BR', null])],
  by: { country: column('country'), newcomer: caseWhen([[eq(column('is_new'), true), 'new']], 'known') },
  sets: [['country'], ['country', 'newcomer'], []],
  measures: {
    loss: sum(ln(column('score')), lt(column('score'), 1)),
    share: sum(divide(column('is_new'), 2)),
  },
};

const parity: Rows = {
  kind: 'rows',
  from: join('predictions', 'offline_features', { left: 'request_id', right: 'request_id' }),
  where: [all(isDistinctFrom(column('balance', 'left'), column('balance', 'right')))],
  columns: { id: column('request_id', 'left'), zip: number(column('country')) },
  orderBy: [{ by: column('ts', 'left'), descending: true }],
  limit: 5,
};

describe('a question as the whole text that an engine is sent', () => {
  for (const dialect of dialects) {
    test(`${dialect.name}: counts by hour and bin, with the label hidden until it was known`, () => {
      expect(written(dialect, hourly)).toMatchSnapshot();
    });
    test(`${dialect.name}: segments in grouping sets`, () => {
      expect(written(dialect, segments)).toMatchSnapshot();
    });
    test(`${dialect.name}: a few rows of two tables side by side, both cut at now`, () => {
      expect(written(dialect, parity)).toMatchSnapshot();
    });
  }
});

describe('the text', () => {
  test.each(dialects)('of $name holds no value, only as many placeholders as values', (dialect) => {
    for (const question of [hourly, segments, parity]) {
      const { text, parameters } = written(dialect, question);
      const placeholders = text.match(dialect.name === 'clickhouse' ? /\{p\d+:[^}]+\}/g : /\$\d+/g) ?? [];
      expect(placeholders).toHaveLength(parameters.length);
      expect(text).not.toMatch(/'BR'|'new'|2026/);
    }
  });
});
