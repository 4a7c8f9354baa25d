import type { Rows } from './aggregate.ts';
import { columnsUsed } from './columns-used.ts';
import { renderExpression } from './expression.ts';
import { joined, raw, sql, written } from './fragment.ts';
import { nonsense } from './nonsense.ts';
import { type RenderContext, type Rendered, renderWhere, wholeNumber, withSteps } from './render.ts';
import { cutRelation } from './relation.ts';

export function renderRows(context: RenderContext, question: Rows): Rendered {
  const { dialect } = context;
  const relation = cutRelation(context, question.from, columnsUsed(question));
  const names = Object.keys(question.columns);
  if (names.length === 0) throw nonsense('rows without columns');
  const select = Object.entries(question.columns).map(
    ([name, expression]) =>
      sql`${renderExpression(dialect, relation, expression)} AS ${dialect.identifier(name)}`,
  );
  const order = question.orderBy.map(
    ({ by, descending }) =>
      sql`${renderExpression(dialect, relation, by)} ${raw(descending ? 'DESC' : 'ASC')}`,
  );
  const ordered = order.length === 0 ? raw('') : sql`\nORDER BY ${joined(order, ', ')}`;
  const text = sql`${withSteps(relation.steps)}SELECT\n  ${joined(select, ',\n  ')}\nFROM ${relation.from}${renderWhere(dialect, relation, question.where)}${ordered}\nLIMIT ${raw(wholeNumber(question.limit))}`;
  return {
    query: written(text, dialect.placeholder),
    read: (rows) =>
      rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null]))),
  };
}
