import type { Cell, Row } from './aggregate.ts';
import { columnsUsed } from './columns-used.ts';
import { coverSets, type Covers } from './covers.ts';
import { renderExpression } from './expression.ts';
import { type Fragment, joined, raw, sql, written } from './fragment.ts';
import { addingUp, renderMeasure } from './measure.ts';
import { nonsense } from './nonsense.ts';
import { type CutRelation, cutRelation, step } from './relation.ts';
import {
  type Grouped,
  type RenderContext,
  type Rendered,
  renderWhere,
  wholeNumber,
  withSteps,
} from './render.ts';

/** An aggregate as text: how many columns it answers with, which of them are counts, and how its rows are read. */
export type Written = {
  readonly text: Fragment;
  readonly columns: readonly ('count' | 'other')[];
  readonly read: Rendered['read'];
};

/** A question by itself, over the tables as they are cut at `now`. */
export function renderAggregate(context: RenderContext, question: Grouped): Rendered {
  const uses = columnsUsed(question);
  const relation = cutRelation(context, question.from, uses);
  const { text, read } = aggregateOver(context, question, {
    relation,
    columns: uses.map(({ name }) => name),
  });
  return { query: written(text, context.dialect.placeholder), read };
}

/**
 * Three steps: the cut relation; the group keys, each computed once under a name; the grouping by those names. Answer
 * columns are the keys, then the measures; with `sets` there is a mask before them that says which set a row belongs to.
 */
export function aggregateOver(
  context: RenderContext,
  question: Grouped,
  { relation, columns }: { readonly relation: CutRelation; readonly columns: readonly string[] },
): Written {
  refuseNonsense(question);
  const { dialect } = context;
  const names = namesFor(context, question, new Set(columns.map((name) => name.toLowerCase())));
  const keys = joined(
    Object.entries(question.by).map(
      ([key, by]) => sql`,\n  ${renderExpression(dialect, relation, by)} AS ${names.key(key)}`,
    ),
    '',
  );
  const grouped = sql`SELECT *${keys}\nFROM ${relation.from}${renderWhere(dialect, relation, question.where)}`;
  const steps = [...relation.steps, step('grouped', grouped)];
  const measures = Object.entries(question.measures).map(
    ([name, measure]) => [name, renderMeasure(dialect, relation, measure)] as const,
  );

  const covers = context.addUp === false ? null : coversFor(question);
  if (covers !== null) return addedUp(context, question, { names, steps, measures, covers });

  const { sets } = question;
  const all = Object.keys(question.by);
  const masked = sets !== undefined && all.length > 0;
  const select = [
    ...(masked ? [sql`${dialect.grouping(all.map(names.key))} AS ${dialect.identifier('set')}`] : []),
    ...all.map((key) => sql`${names.key(key)} AS ${dialect.identifier(key)}`),
    ...measures.map(([name, measure]) => sql`${measure} AS ${dialect.identifier(name)}`),
  ];
  const by =
    all.length === 0
      ? raw('')
      : sql`\nGROUP BY ${sets === undefined ? joined(all.map(names.key), ', ') : groupingSets(sets, names)}`;
  return {
    text: sql`${withSteps(steps)}SELECT\n  ${joined(select, ',\n  ')}\nFROM "grouped"${by}${orderAndLimit(question, select.length - measures.length)}`,
    columns: columnKinds(question, masked ? ['count'] : []),
    read: (rows) => rows.map(rowReader(question, masked ? 1 : 0)),
  };
}

type Parts = {
  readonly names: Names;
  readonly steps: readonly Fragment[];
  readonly measures: readonly (readonly [string, Fragment])[];
  readonly covers: Covers;
};

/** The asked sets, added up from their covers. Each row also carries its cover; rows from other covers are left out. */
function addedUp(
  context: RenderContext,
  question: Grouped,
  { names, steps, measures, covers }: Parts,
): Written {
  const { dialect } = context;
  const keys = Object.keys(question.by);
  const mask = dialect.grouping(keys.map(names.key));
  const covered = sql`SELECT\n  ${joined(
    [
      sql`${mask} AS ${names.cover}`,
      ...keys.map(names.key),
      ...measures.map(([name, measure]) => sql`${measure} AS ${names.measure(name)}`),
    ],
    ',\n  ',
  )}\nFROM "grouped"\nGROUP BY ${groupingSets(covers.covers, names)}`;
  const sums = Object.entries(question.measures).map(
    ([name, measure]) =>
      sql`${raw(addingUp(measure) ?? 'sum')}(${names.measure(name)}) AS ${dialect.identifier(name)}`,
  );
  const select = [
    sql`${mask} AS ${dialect.identifier('set')}`,
    sql`${names.cover} AS ${names.cover}`,
    ...keys.map((key) => sql`${names.key(key)} AS ${dialect.identifier(key)}`),
    ...sums,
  ];
  const sets = (question.sets ?? []).map(
    (set) => sql`(${joined([names.cover, ...set.map(names.key)], ', ')})`,
  );
  const coverMasks = covers.coverOf.map((cover) => maskOf(keys, covers.covers[cover] ?? []));
  return {
    text: sql`${withSteps([...steps, step('covered', covered)])}SELECT\n  ${joined(select, ',\n  ')}\nFROM "covered"\nGROUP BY GROUPING SETS (${joined(sets, ', ')})${orderAndLimit(question, keys.length + 2)}`,
    columns: columnKinds(question, ['count', 'count']),
    read: (rows) => {
      const readRow = rowReader(question, 2);
      const read = rows
        .map((cells) => ({ row: readRow(cells), cover: Number(cells[1]) }))
        .filter(({ row, cover }) => coverMasks[Number(row['set'])] === cover)
        .map(({ row }) => row);
      return [...read, ...totalOfNothing(question, read)];
    },
  };
}

function columnKinds(question: Grouped, masks: readonly 'count'[]): Written['columns'] {
  return [
    ...masks,
    ...Object.keys(question.by).map(() => 'other' as const),
    ...Object.values(question.measures).map(({ kind }) => (kind === 'count' ? kind : ('other' as const))),
  ];
}

/** The set of no keys has one row even when there is nothing to count. */
function totalOfNothing(question: Grouped, read: readonly Row[]): readonly Row[] {
  const index = (question.sets ?? []).findIndex((set) => set.length === 0);
  if (index < 0 || read.some((row) => row['set'] === index)) return [];
  const keys = Object.keys(question.by).map((key) => [key, null] as const);
  const measures = Object.entries(question.measures).map(
    ([name, measure]) => [name, measure.kind === 'count' ? 0 : null] as const,
  );
  return [{ ...Object.fromEntries([...keys, ...measures]), set: index }];
}

/** An answer may have very many groups: what is the same for all of them is found once. */
function rowReader(question: Grouped, skipped: number): (cells: readonly Cell[]) => Row {
  const keys = Object.keys(question.by);
  const names = [...keys, ...Object.keys(question.measures)];
  const setOf = new Map((question.sets ?? []).map((set, index) => [maskOf(keys, set), index]));
  return (cells) => {
    const row = Object.fromEntries(
      names.map((name, index) => [name, cells[index + skipped] ?? null] as const),
    );
    if (question.sets === undefined) return row;
    return { ...row, set: setOf.get(skipped === 0 ? 0 : Number(cells[0])) ?? -1 };
  };
}

/** The bits of the keys that a set does not have; the last key is the lowest bit. */
function maskOf(keys: readonly string[], set: readonly string[]): number {
  return keys.reduce((bits, key) => bits * 2 + (set.includes(key) ? 0 : 1), 0);
}

function groupingSets(sets: readonly (readonly string[])[], names: Names): Fragment {
  const rendered = sets.map((set) => sql`(${joined(set.map(names.key), ', ')})`);
  return sql`GROUPING SETS (${joined(rendered, ', ')})`;
}

/** Rows come in the order of their keys; with a limit, those largest by the first measure come first and alone. */
function orderAndLimit(question: Grouped, keys: number): Fragment {
  const byKeys = Array.from({ length: keys }, (_, index) => String(index + 1));
  const order = question.limit === undefined ? byKeys : [`${keys + 1} DESC`, ...byKeys];
  const ordered = order.length === 0 ? '' : `\nORDER BY ${order.join(', ')}`;
  return raw(question.limit === undefined ? ordered : `${ordered}\nLIMIT ${wholeNumber(question.limit)}`);
}

function coversFor(question: Grouped): Covers | null {
  if (question.sets === undefined || question.limit !== undefined) return null;
  if (Object.values(question.measures).some((measure) => addingUp(measure) === null)) return null;
  return coverSets(question.sets);
}

type Names = {
  readonly key: (key: string) => Fragment;
  readonly measure: (name: string) => Fragment;
  readonly cover: Fragment;
};

/** Names inside the query that hide no column of the relation: a key `country` over a column `country` is `by country`. */
function namesFor({ dialect }: RenderContext, question: Grouped, taken: Set<string>): Names {
  const fresh = (wanted: string): Fragment => {
    let name = wanted;
    while (taken.has(name.toLowerCase())) name = `by ${name}`;
    taken.add(name.toLowerCase());
    return dialect.identifier(name);
  };
  const keys = new Map(Object.keys(question.by).map((key) => [key, fresh(key)]));
  const measures = new Map(Object.keys(question.measures).map((name) => [name, fresh(name)]));
  const among = (map: ReadonlyMap<string, Fragment>) => (name: string) => {
    const found = map.get(name);
    if (found === undefined) throw nonsense(`${JSON.stringify(name)}, which is no group column`);
    return found;
  };
  return { key: among(keys), measure: among(measures), cover: fresh('cover') };
}

function refuseNonsense(question: Grouped): void {
  const keys = Object.keys(question.by);
  const measures = Object.keys(question.measures);
  const { sets } = question;
  if (measures.length === 0) throw nonsense('no measure');
  const clash = measures.find((name) => keys.includes(name));
  if (clash !== undefined) throw nonsense(`the name ${JSON.stringify(clash)} for two things`);
  if (sets === undefined) return;
  if (sets.length === 0) throw nonsense('no grouping set');
  if ([...keys, ...measures].includes('set')) throw nonsense('the name "set" for two things');
  if (keys.length > 31) throw nonsense('grouping sets over more than 31 keys');
  if (new Set(sets.map((set) => maskOf(keys, set))).size < sets.length)
    throw nonsense('the same grouping set twice');
}
