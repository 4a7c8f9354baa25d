import type { Row } from './aggregate.ts';
import { columnsUsed } from './columns-used.ts';
import { type Fragment, joined, raw, sql, written } from './fragment.ts';
import { nonsense } from './nonsense.ts';
import { type CutRelation, cutRelation } from './relation.ts';
import { aggregateOver, type Written } from './render-aggregate.ts';
import { type Kept, type RenderContext, type Rendered, renderWhere } from './render.ts';

/**
 * The rows are cut, chosen and kept; every question is an aggregate over what was kept, and the answers come below each
 * other. Counts of all questions share columns, everything else has a column of its own, so that nothing changes its type.
 */
export function renderKept(context: RenderContext, { from, where, questions }: Kept): Rendered {
  const { dialect } = context;
  if (dialect.kept === null) throw nonsense(`rows that ${dialect.name} cannot keep`);
  const uses = columnsUsed({ kind: 'kept', from, where, questions });
  // Chosen where they are read: DuckDB would first compute every cut column of every row, and read more of the file.
  const atOnce = from.kind === 'table';
  const cut = cutRelation(context, from, uses, atOnce ? where : []);
  const body = sql`SELECT *\nFROM ${cut.from}${renderWhere(dialect, cut, atOnce ? [] : where)}`;
  const relation: CutRelation = { steps: [], from: raw('"kept"'), resolve: (use) => cut.resolve(use) };
  const columns = uses.map(({ name }) => name);
  const answers = questions.map((one) => aggregateOver(context, one, { relation, columns }));
  const slots = slotsFor(answers);
  const below = dialect.kept.below(answers.map(({ text }, part) => partOf(text, part, slots.of[part] ?? [])));
  const steps = joined([...cut.steps, dialect.kept.step(body)], ', ');
  const all = joined([raw('"part"'), ...slots.all.map(named)], ', ');
  return {
    query: written(sql`WITH ${steps}\nSELECT ${all} FROM (\n${below}\n) AS "answers"`, dialect.placeholder),
    read: (rows) =>
      answers.flatMap(({ read }, part): readonly Row[] => {
        const places = (slots.of[part] ?? []).map((slot) => slots.all.indexOf(slot) + 1);
        const own = rows.filter((cells) => Number(cells[0]) === part);
        return read(own.map((cells) => places.map((place) => cells[place] ?? null))).map((row) => ({
          ...row,
          part,
        }));
      }),
  };
}

function partOf(text: Fragment, part: number, slots: readonly string[]): Fragment {
  return sql`SELECT ${raw(String(part))} AS "part", "answer".* FROM (\n${text}\n) AS "answer"(${joined(slots.map(named), ', ')})`;
}

/** The columns of the whole answer, and for each question those that are its own, in its order. */
function slotsFor(answers: readonly Written[]): {
  readonly all: readonly string[];
  readonly of: readonly (readonly string[])[];
} {
  const of = answers.map(({ columns }, part) => {
    let counts = 0;
    return columns.map((kind, index) => {
      if (kind === 'other') return `q${part} ${index}`;
      counts += 1;
      return `count ${counts}`;
    });
  });
  return { all: [...new Set(of.flat())], of };
}

const named = (slot: string): Fragment => raw(`"${slot}"`);
