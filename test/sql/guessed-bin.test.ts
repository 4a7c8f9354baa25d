import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { column, count, numberBin, table } from '../../src/sql/build.ts';
import { clickhouse } from '../../src/sql/dialects/clickhouse.ts';
import { duckdb } from '../../src/sql/dialects/duckdb.ts';
import { postgresql } from '../../src/sql/dialects/postgresql.ts';
import { raw, sql, written } from '../../src/sql/fragment.ts';
import { guessedBin } from '../../src/sql/guessed-bin.ts';
import { render } from '../../src/sql/render.ts';
import { latencyEdges, scoreEdges } from '../../src/symptom/metric-question.ts';
import { describedTables, now } from './described-tables.ts';

const equal = Array.from({ length: 199 }, (_, k) => (k + 1) / 200);
const whole = Array.from({ length: 40 }, (_, k) => k * 5 - 100);
const squares = Array.from({ length: 60 }, (_, k) => k * k);

/** The number of edges that are not above the value, and for NaN of all: it is sorted behind every number. */
const binOf = (value: number | null, edges: readonly number[]): number | null =>
  value === null ? null : Number.isNaN(value) ? edges.length : edges.filter((edge) => edge <= value).length;

/** Each edge, the numbers beside it, the middles between edges and what lies far outside. */
function valuesAround(edges: readonly number[]): readonly (number | null)[] {
  const beside = edges.flatMap((edge, k) => {
    const gap = Math.max(Math.abs(edge), 1e-300) * Number.EPSILON;
    return [edge, edge - gap, edge + gap, (edge + (edges[k + 1] ?? edge + 1)) / 2];
  });
  return [...beside, null, Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e300, -1e300, 5e-324, 0.5];
}

describe('a bin that is guessed by arithmetic', () => {
  test.each([
    ['of scores, equally far apart as odds', scoreEdges],
    ['of latencies, each a share wider', latencyEdges],
    ['of equal width', equal],
    ['of whole numbers, some below zero', whole],
  ])('%s, is the bin that comparing with every edge gives', async (_, edges) => {
    const bin = guessedBin(raw('x'), edges);
    if (bin === null) throw new Error('not guessed');
    const values = valuesAround(edges);
    const listed = values.map((value) => (value === null ? 'NULL' : `'${value}'::DOUBLE`)).join(', ');
    const query = written(sql`SELECT ${bin} FROM (SELECT unnest([${raw(listed)}]) AS x)`, (k) => `$${k}`);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(query.text, query.parameters.map(Number));
    const found = reader.getRows().map(([cell]) => (cell === null ? null : Number(cell)));
    connection.closeSync();
    instance.closeSync();
    expect(found).toEqual(values.map((value) => binOf(value, edges)));
  });

  test('is for many edges that some scale spaces equally; others are compared one by one', () => {
    expect(guessedBin(raw('x'), squares)).toBeNull();
    expect(guessedBin(raw('x'), equal.slice(0, 9))).toBeNull();
    expect(guessedBin(raw('x'), [])).toBeNull();
  });

  test('is written for DuckDB alone', () => {
    const question = {
      kind: 'aggregate',
      from: table('predictions'),
      where: [],
      by: { bin: numberBin(column('score'), scoreEdges) },
      measures: { rows: count() },
    } as const;
    const texts = [duckdb, postgresql, clickhouse].map(
      (dialect) => render({ dialect, now, table: describedTables(dialect) }, question).query.text,
    );
    expect(texts.map((text) => text.includes('list_extract'))).toEqual([true, false, false]);
    expect(texts.map((text) => text.includes('greatest'))).toEqual([true, false, false]);
  });
});
