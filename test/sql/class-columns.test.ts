import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Row } from '../../src/sql/aggregate.ts';
import { column } from '../../src/sql/build.ts';
import {
  CORRECT,
  HIGHEST_CLASS,
  PREDICTED_CLASS,
  SQUARED_DISTANCE,
  TRUE_CLASS,
  TRUE_SCORE,
  isClass,
  scoreOfClass,
} from '../../src/sql/class-columns.ts';
import { CONFIDENCE } from '../../src/config/schema/tables-schema.ts';
import { FishboneConfig } from '../../src/config/schema.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';

const now = new Date('2026-03-02T00:00:00Z');

/** The rows of a classifier of animals as the warehouse shows them, by id. */
async function rowsOf(rows: string, predictions: object): Promise<readonly Row[]> {
  const found: Row[] = [];
  await folderFor(async (folder) => {
    await mkdir(join(folder, 'data'));
    await lay(`COPY (${rows}) TO '${join(folder, 'data', 'predictions.parquet')}' (FORMAT parquet)`);
    const config = FishboneConfig.parse({
      version: 1,
      sources: { logs: { type: 'duckdb', path: './data', threads: 1 } },
      models: {
        animals: {
          task: 'multiclass',
          predictions: {
            source: 'logs',
            table: 'predictions',
            id: 'id',
            time: 'ts',
            features: ['x'],
            ...predictions,
          },
        },
      },
    });
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('animals', now);
    const names = [
      CORRECT,
      PREDICTED_CLASS,
      TRUE_CLASS,
      TRUE_SCORE,
      SQUARED_DISTANCE,
      CONFIDENCE,
      HIGHEST_CLASS,
      isClass('cat'),
      scoreOfClass('cat'),
      scoreOfClass(`o'wl/~`),
    ];
    const asked = predictions as { scores?: unknown };
    const answer = await warehouse.askOne(
      {
        kind: 'rows',
        from: { kind: 'table', table: 'predictions' },
        where: [],
        columns: Object.fromEntries(
          names
            .filter((name) => asked.scores !== undefined || name !== HIGHEST_CLASS)
            .map((name) => [name, column(name)]),
        ),
        orderBy: [{ by: column('id'), descending: false }],
        limit: 10,
      },
      { signal: unhurried.signal },
    );
    if (answer.kind !== 'rows') throw new Error(JSON.stringify(answer));
    found.push(...answer.rows);
    await warehouses.close();
  });
  return found;
}

const classes = ['cat', 'dog', `o'wl/~`];
const told = `SELECT * FROM (VALUES (1, 'dog', 'dog'), (2, 'dog', 'cat'), (3, 'cat', NULL), (4, 'fish', 'cat')) t(id, predicted, label)`;
const rows = (scores: string): string =>
  `SELECT *, TIMESTAMP '2026-03-01' AS ts, 1.0 AS x, ${scores} FROM (${told})`;
const label = { column: 'label' };

test('maps, structs, lists and JSON all give the same scores, whatever signs a class bears', async () => {
  for (const scores of [
    `MAP {'cat': 0.25, 'dog': 0.5, 'o''wl/~': 0.125} AS scores`,
    `{'cat': 0.25, 'dog': 0.5, 'o''wl/~': 0.125} AS scores`,
    `[0.25, 0.5, 0.125] AS scores`,
    `'{"cat": 0.25, "dog": 0.5, "o''wl/~": 0.125}' AS scores`,
    `'[0.25, 0.5, 0.125]' AS scores`,
  ]) {
    const found = await rowsOf(rows(scores), { classes, predicted: 'predicted', scores: 'scores', label });
    expect([scores, found[0]]).toEqual([
      scores,
      {
        [CORRECT]: 1,
        [PREDICTED_CLASS]: 'dog',
        [TRUE_CLASS]: 'dog',
        [TRUE_SCORE]: 0.5,
        [SQUARED_DISTANCE]: 0.25 ** 2 + 0.5 ** 2 + 0.125 ** 2,
        [CONFIDENCE]: 0.5,
        [HIGHEST_CLASS]: 'dog',
        [isClass('cat')]: 0,
        [scoreOfClass('cat')]: 0.25,
        [scoreOfClass(`o'wl/~`)]: 0.125,
      },
    ]);
    expect(found.map((row) => row[CORRECT])).toEqual([1, 0, null, 0]);
    expect(found.map((row) => row[PREDICTED_CLASS])).toEqual(['dog', 'dog', 'cat', '[none of the classes]']);
    expect(found.map((row) => row[CONFIDENCE])).toEqual([0.5, 0.5, 0.25, null]);
  }
});

test('a text that is no JSON, a class without a score and a score that is no number are null', async () => {
  for (const scores of [
    `'nope' AS scores`,
    `'{"dog": "high"}' AS scores`,
    `MAP {'dog': 'NaN'::DOUBLE} AS scores`,
    `[]::DOUBLE[] AS scores`,
  ]) {
    const found = await rowsOf(rows(scores), { classes, predicted: 'predicted', scores: 'scores', label });
    expect([scores, found[0]?.[scoreOfClass('cat')], found[0]?.[CONFIDENCE], found[0]?.[CORRECT]]).toEqual([
      scores,
      null,
      null,
      1,
    ]);
  }
});

test('without scores a class has 1 where it was predicted, and without a predicted class the highest counts', async () => {
  const hard = await rowsOf(rows('1 AS y'), { classes, predicted: 'predicted', label });
  expect(hard.map((row) => row[scoreOfClass('cat')])).toEqual([0, 0, 1, 0]);
  const apart = `0.2 AS a, CASE WHEN id = 1 THEN 0.7 ELSE 0.1 END AS b, CASE WHEN id = 2 THEN NULL ELSE 0.1 END AS c`;
  const scores = { cat: 'a', dog: 'b', [`o'wl/~`]: 'c' };
  const soft = await rowsOf(rows(apart), { classes, scores, label });
  expect(soft.map((row) => row[PREDICTED_CLASS])).toEqual(['dog', 'cat', 'cat', 'cat']);
});

test('a label that came later than now is not known, and neither is whether it was right', async () => {
  const late = rows(
    `CASE WHEN id = 1 THEN TIMESTAMP '2026-03-01 01:00:00' ELSE TIMESTAMP '2026-03-05' END AS known`,
  );
  const found = await rowsOf(late, {
    classes,
    predicted: 'predicted',
    label: { column: 'label', known_at: 'known' },
  });
  expect(found.map((row) => row[CORRECT])).toEqual([1, null, null, null]);
  expect(found.map((row) => row[TRUE_CLASS])).toEqual(['dog', null, null, null]);
});

test('classes that are numbers in the tables meet their names', async () => {
  const numbers = `SELECT i AS id, TIMESTAMP '2026-03-01' AS ts, 1.0 AS x, i % 3 AS predicted, CASE WHEN i < 3 THEN CAST(i % 2 AS DOUBLE) END AS label FROM range(4) t(i)`;
  const found = await rowsOf(numbers, { classes: ['cat', `o'wl/~`, 0, 1, 2], predicted: 'predicted', label });
  expect(found.map((row) => row[CORRECT])).toEqual([1, 1, 0, null]);
  expect(found.map((row) => row[TRUE_CLASS])).toEqual(['0', '1', '0', null]);
});
