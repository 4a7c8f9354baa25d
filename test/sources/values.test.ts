import { describe, expect, test } from 'vitest';
import {
  column,
  countIf,
  divide,
  eq,
  exp,
  isNotFinite,
  isNull,
  literal,
  ln,
  maximum,
  number,
  quantile,
  sqrt,
  sum,
  times,
} from '../../src/sql/build.ts';
import { askOver, rowCount, rows } from './made-tables.ts';

describe('values', () => {
  test('NaN and the infinities poison no sum: they read as null and can be counted', async () => {
    const poisoned = rows.replace(
      'i::DOUBLE AS balance',
      `CASE i WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN 'inf'::DOUBLE WHEN 3 THEN NULL ELSE 1 END AS balance`,
    );
    const measures = {
      sum: sum(column('balance')),
      nulls: countIf(isNull(column('balance'))),
      broken: countIf(isNotFinite(column('balance'))),
      median: quantile(column('balance'), 0.5),
      largest: maximum(column('balance')),
    };
    expect(await askOver(poisoned, { ...rowCount, measures })).toMatchObject({
      rows: [{ sum: 97, nulls: 3, broken: 2, median: 1, largest: 1 }],
    });
  });

  test('what has no finite answer is null instead of an error', async () => {
    const zero = times(column('balance'), 0);
    const measures = {
      ln: sum(ln(zero)),
      sqrt: sum(sqrt({ kind: 'arithmetic', operator: '-', left: zero, right: literal(1) })),
      divide: sum(divide(1, zero)),
      exp: sum(exp(times(column('balance'), 1e6))),
      text: sum(number(column('country'))),
    };
    expect(await askOver(rows, { ...rowCount, measures })).toMatchObject({
      rows: [{ ln: null, sqrt: null, divide: null, exp: 1, text: null }],
    });
  });

  test('a moment is the same instant whether the column is TIMESTAMP, TIMESTAMPTZ, DATE or text with an offset', async () => {
    for (const [type, expected] of [
      [`TIMESTAMP '2026-03-01 10:00:00'`, '2026-03-01T10:00:00Z'],
      [`TIMESTAMPTZ '2026-03-01 12:00:00+02:00'`, '2026-03-01T10:00:00Z'],
      [`TIMESTAMP_NS '2026-03-01 10:00:00'`, '2026-03-01T10:00:00Z'],
      [`DATE '2026-03-01'`, '2026-03-01T00:00:00Z'],
      [`'2026-03-01T12:00:00+02:00'`, '2026-03-01T10:00:00Z'],
      [`'2026-03-01T10:00:00Z'`, '2026-03-01T10:00:00Z'],
    ] as const) {
      const select = rows
        .replace(`TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts`, `${type} AS ts`)
        .replace('ts AS label_ts', 'CAST(ts AS TIMESTAMP) AS label_ts');
      expect({
        type,
        answer: await askOver(select, { ...rowCount, measures: { newest: maximum(column('ts')) } }),
      }).toMatchObject({ type, answer: { rows: [{ newest: new Date(expected) }] } });
    }
  });

  test('big, small and decimal numbers come back as numbers, and never as a wrong one', async () => {
    const select = `SELECT *, 18446744073709551615::UBIGINT AS huge, 12.50::DECIMAL(9,2) AS price, (-3)::TINYINT AS tiny, 9007199254740993::BIGINT AS id, true AS flag FROM (${rows})`;
    const by = {
      huge: column('huge'),
      price: column('price'),
      tiny: column('tiny'),
      id: column('id'),
      flag: column('flag'),
    };
    expect(await askOver(select, { ...rowCount, by })).toMatchObject({
      rows: [
        {
          huge: '18446744073709551615',
          price: 12.5,
          tiny: -3,
          id: '9007199254740993',
          flag: true,
          rows: 100,
        },
      ],
    });
  });

  test('a word typed by a person meets a column of another type', async () => {
    const select = `SELECT *, i % 2 = 0 AS is_new, '02139' AS zip FROM (SELECT *, balance::INT AS i FROM (${rows}))`;
    const measures = {
      flag: countIf(eq(column('is_new'), 'true')),
      number: countIf(eq(column('balance'), '7')),
      notANumber: countIf(eq(column('balance'), 'seven')),
      zip: countIf(eq(column('zip'), 2139)),
      label: countIf(eq(column('label'), true)),
    };
    expect(await askOver(select, { ...rowCount, measures })).toMatchObject({
      rows: [{ flag: 50, number: 1, notANumber: 0, zip: 0, label: 100 }],
    });
  });

  test('a row within the last millisecond is the newest row, not one after it', async () => {
    const select = rows.replace('INTERVAL (i) MINUTE AS ts', 'INTERVAL (i) MICROSECOND AS ts');
    expect(await askOver(select, rowCount)).toMatchObject({ rows: [{ rows: 100 }] });
  });
});
