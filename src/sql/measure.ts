import type { Combined, Measure } from './aggregate.ts';
import type { Dialect } from './dialect.ts';
import { renderExpression, renderNumber } from './expression.ts';
import { type Fragment, raw, sql } from './fragment.ts';
import { nonsense } from './nonsense.ts';
import type { CutRelation } from './relation.ts';
import { typeOf } from './type-of.ts';

export function renderMeasure(
  dialect: Dialect,
  relation: CutRelation,
  measure: Measure | Combined,
): Fragment {
  const where = measure.where === undefined ? null : renderExpression(dialect, relation, measure.where);
  if (measure.kind === 'histogram') {
    if (dialect.histogram === null) throw nonsense(`a histogram that ${dialect.name} does not have`);
    return dialect.histogram(renderNumber(dialect, relation, measure.of), measure.edges, where);
  }
  if (measure.kind === 'quantiles') {
    if (dialect.quantiles === null)
      throw nonsense(`several quantiles at once, which ${dialect.name} does not have`);
    return dialect.quantiles(renderNumber(dialect, relation, measure.of), measure.ps.map(asShare), where);
  }
  // Counting what is null as the rest is a third cheaper in DuckDB than a filter, and the commonest measure of all.
  if (measure.kind === 'count' && measure.where?.kind === 'is-null')
    return sql`(count(*) - count(${renderExpression(dialect, relation, measure.where.of)}))`;
  if (measure.kind === 'count' && measure.where?.kind === 'not' && measure.where.of.kind === 'is-null')
    return sql`count(${renderExpression(dialect, relation, measure.where.of.of)})`;
  const aggregate = renderFunction(dialect, relation, measure);
  return where === null ? aggregate : dialect.filtered(aggregate, where);
}

function renderFunction(dialect: Dialect, relation: CutRelation, measure: Measure): Fragment {
  switch (measure.kind) {
    case 'count':
      return raw('count(*)');
    case 'sum':
      return sql`sum(${renderNumber(dialect, relation, measure.of)})`;
    case 'sum-of-squares': {
      const of = renderNumber(dialect, relation, measure.of);
      return sql`sum(${of} * ${of})`;
    }
    case 'min':
    case 'max': {
      const of = renderExpression(dialect, relation, measure.of);
      const boolean = typeOf(measure.of, relation) === 'boolean';
      return sql`${raw(measure.kind)}(${boolean ? dialect.double(of, 'boolean') : of})`;
    }
    case 'quantile':
      return dialect.quantile(renderNumber(dialect, relation, measure.of), asShare(measure.p));
    case 'distinct':
      return dialect.distinct(renderExpression(dialect, relation, measure.of));
  }
}

function asShare(p: number): number {
  if (!(p >= 0 && p <= 1)) throw nonsense(`quantile ${p}`);
  return p;
}

/** The aggregate that adds up answers over smaller groups; null for a measure that cannot be added up. */
export function addingUp(measure: Measure | Combined): 'sum' | 'min' | 'max' | null {
  switch (measure.kind) {
    case 'count':
    case 'sum':
    case 'sum-of-squares':
      return 'sum';
    case 'min':
    case 'max':
      return measure.kind;
    case 'quantile':
    case 'quantiles':
    case 'distinct':
    case 'histogram':
      return null;
  }
}
