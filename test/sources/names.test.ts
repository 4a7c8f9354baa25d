import { describe, expect, test } from 'vitest';
import type { Aggregate } from '../../src/sql/aggregate.ts';
import { column, numberBin, sum } from '../../src/sql/build.ts';
import { askOver, containing, rowCount, rows } from './made-tables.ts';

describe('names', () => {
  const hostile = [
    'x" FROM y; DROP TABLE z; --',
    "it's",
    '`tick`',
    'semi;colon',
    'line\nbreak',
    'Größe 🐟',
    'a$1b',
    '{p1:String}',
    ' ',
    'select',
  ];

  test('that would break out of quotes are columns like any other', async () => {
    for (const name of hostile) {
      const select = `SELECT *, i AS "${name.replaceAll('"', '""')}" FROM (SELECT *, 2 AS i FROM (${rows}))`;
      const question: Aggregate = {
        ...rowCount,
        by: { [name]: numberBin(column(name), [1, 3]) },
        measures: { [`sum ${name}`]: sum(column(name)) },
      };
      expect({ name, answer: await askOver(select, question) }).toMatchObject({
        name,
        answer: { rows: [{ [name]: 1, [`sum ${name}`]: 200 }] },
      });
    }
  });

  test('that no engine can hold are refused with a hint', async () => {
    for (const name of ['nul\0', 'x'.repeat(100_000), '', 'lone \ud800'])
      expect(await askOver(rows, { ...rowCount, by: { [name]: column('country') } })).toMatchObject({
        kind: 'failed',
        cause: 'broken',
        hint: containing('rename'),
      });
  });

  test('that are misspelled fail as missing and name the nearest', async () => {
    expect(await askOver(rows, { ...rowCount, by: { c: column('contry') } })).toMatchObject({
      kind: 'failed',
      cause: 'missing',
      hint: containing('did you mean country?'),
    });
  });
});
