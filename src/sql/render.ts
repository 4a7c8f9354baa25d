import type { Aggregate, Cell, Combined, Expression, Measure, Relation, Row, Rows } from './aggregate.ts';
import type { Dialect } from './dialect.ts';
import { renderExpression } from './expression.ts';
import { type Fragment, joined, type Query, raw, sql } from './fragment.ts';
import { nonsense } from './nonsense.ts';
import type { Cut, CutRelation } from './relation.ts';
import { renderAggregate } from './render-aggregate.ts';
import { renderKept } from './render-kept.ts';
import { renderRows } from './render-rows.ts';
import { boundsOf } from './span.ts';

/** An aggregate whose measures the plan may have put together. */
export type Grouped = Omit<Aggregate, 'measures'> & {
  readonly measures: Readonly<Record<string, Measure | Combined>>;
};

/** What only the plan asks for: rows that are read once, and several questions put to them. The rows of an answer carry their question's index as `part`. */
export type Kept = {
  readonly kind: 'kept';
  readonly from: Relation;
  readonly where: readonly Expression[];
  /** Their own conditions come on top of those above. */
  readonly questions: readonly Grouped[];
};

/** What is rendered: a question, or what the plan made of several. */
export type Scannable = Rows | Grouped | Kept;

/** A question as SQL, and how the engine's rows, read by position, become the answer's. */
export type Rendered = {
  readonly query: Query;
  readonly read: (rows: readonly (readonly Cell[])[]) => readonly Row[];
};

export type RenderContext = Omit<Cut, 'dialect'> & {
  readonly dialect: Dialect;
  /** False: every grouping set is counted from the rows, slower but in less memory when keys have very many values. */
  readonly addUp?: boolean;
};

/** Throws SqlError for a column that is not there and for a question without sense. */
export function render(context: RenderContext, question: Scannable): Rendered {
  switch (question.kind) {
    case 'rows':
      return renderRows(context, question);
    case 'aggregate':
      return renderAggregate(context, question);
    case 'kept':
      return renderKept(context, question);
  }
}

export function renderWhere(dialect: Dialect, relation: CutRelation, conditions: Rows['where']): Fragment {
  if (conditions.length === 0) return raw('');
  const rendered = boundsOf(conditions).map((condition) => renderExpression(dialect, relation, condition));
  return sql`\nWHERE ${joined(rendered, '\n  AND ')}`;
}

export function withSteps(steps: readonly Fragment[]): Fragment {
  return sql`WITH ${joined(steps, ', ')}\n`;
}

export function wholeNumber(limit: number): string {
  if (!Number.isSafeInteger(limit) || limit < 0) throw nonsense(`${limit} rows`);
  return String(limit);
}
