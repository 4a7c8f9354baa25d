import { describe, expect, test } from 'vitest';
import type { Aggregate } from '../../src/sql/aggregate.ts';
import { all, any, column, countIf, during, isNull, join, oneIn, quantile } from '../../src/sql/build.ts';
import { duckdb } from '../../src/sql/dialects/duckdb.ts';
import { planScans } from '../../src/sql/plan.ts';
import { render } from '../../src/sql/render.ts';
import { describedTables, now } from './described-tables.ts';

const hour = (from: number, to: number) =>
  during(column('ts'), {
    from: new Date(Date.UTC(2026, 2, 1, from)),
    to: new Date(Date.UTC(2026, 2, 1, to)),
  });
const [before, after] = [hour(0, 1), hour(1, 2)];

const asked = (from: Aggregate['from'], sampledBy: string): Record<string, Aggregate> => {
  const sampled = any(all(before, oneIn(column(sampledBy), 5)), all(after, oneIn(column(sampledBy), 7)));
  const where = [any(before, after), sampled];
  return {
    nulls: {
      kind: 'aggregate',
      from,
      where,
      by: {},
      measures: { nulls: countIf(isNull(column('balance'))) },
    },
    middle: {
      kind: 'aggregate',
      from,
      where,
      by: {},
      measures: { middle: quantile(column('score'), 0.5) },
    },
  };
};

/** The step that reads the table, and the one that keeps rows of it. */
function stepsOf(from: Aggregate['from'], sampledBy: string) {
  const [scan] = planScans(asked(from, sampledBy), duckdb);
  if (scan?.question.kind !== 'kept') throw new Error('nothing is kept');
  const { text, parameters } = render(
    { dialect: duckdb, now, table: describedTables(duckdb) },
    scan.question,
  ).query;
  const [read = '', kept = ''] = text.split('"kept" AS MATERIALIZED (');
  return { read, kept: kept.slice(0, kept.indexOf('\n)')), holes: text.match(/\$\d+/g)?.length, parameters };
}

describe('a few of very many rows', () => {
  test('are chosen where they are read, by columns as they are cut there', () => {
    const { read, kept, holes, parameters } = stepsOf({ kind: 'table', table: 'predictions' }, 'balance');
    expect(kept).toBe('\nSELECT *\nFROM "cut"');
    expect(read.match(/hash\(CASE WHEN isfinite\("balance"\) THEN "balance" END\)/g)).toHaveLength(2);
    expect(read.indexOf('WHERE')).toBeLessThan(read.indexOf('hash('));
    expect(holes).toBe(parameters.length);
  });

  test('of two tables side by side are chosen among the pairs', () => {
    const pairs = join('predictions', 'offline_features', { left: 'request_id', right: 'request_id' });
    const { read, kept } = stepsOf(pairs, 'request_id');
    expect(read).not.toContain('hash(');
    expect(kept).toContain('hash(');
  });
});
