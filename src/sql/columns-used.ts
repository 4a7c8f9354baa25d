import type { Combined, Expression, Measure } from './aggregate.ts';
import type { Scannable } from './render.ts';

export type ColumnUse = {
  readonly name: string;
  readonly of?: 'left' | 'right';
  readonly notFinite: boolean;
  /** NaN and the infinities as they lie, where they else read as null. */
  readonly withNotFinite?: true;
};

/** Every column that a question reads, so that the relation reads no other. */
export function columnsUsed(question: Scannable): readonly ColumnUse[] {
  return expressionsIn(question).flatMap(columnsIn);
}

function expressionsIn(question: Scannable): readonly Expression[] {
  switch (question.kind) {
    case 'rows':
      return [
        ...question.where,
        ...Object.values(question.columns),
        ...question.orderBy.map((order) => order.by),
      ];
    case 'aggregate':
      return [
        ...question.where,
        ...Object.values(question.by),
        ...Object.values(question.measures).flatMap(measureExpressions),
      ];
    case 'kept':
      return [...question.where, ...question.questions.flatMap((one) => expressionsIn(one))];
  }
}

function measureExpressions(measure: Measure | Combined): readonly Expression[] {
  const where = measure.where === undefined ? [] : [measure.where];
  return measure.kind === 'count' ? where : [...where, measure.of];
}

/** Every column that an expression reads. */
export function columnsIn(expression: Expression): readonly ColumnUse[] {
  switch (expression.kind) {
    case 'column':
      return [{ ...expression, notFinite: false }];
    case 'is-not-finite':
      return expression.of.kind === 'column'
        ? [{ ...expression.of, notFinite: true }]
        : columnsIn(expression.of);
    case 'literal':
    case 'instant':
      return [];
    case 'entry':
      return [{ name: expression.of, notFinite: false }];
    case 'is-null':
    case 'not':
    case 'in':
    case 'one-in':
    case 'function':
    case 'number':
    case 'text':
    case 'time-bin':
    case 'number-bin':
    case 'value-index':
      return columnsIn(expression.of);
    case 'all':
    case 'any':
      return expression.of.flatMap(columnsIn);
    case 'compare':
    case 'arithmetic':
      return [...columnsIn(expression.left), ...columnsIn(expression.right)];
    case 'case':
      return [
        ...expression.whens.flatMap(({ when, value }) => [...columnsIn(when), ...columnsIn(value)]),
        ...columnsIn(expression.otherwise),
      ];
    case 'seconds-between':
      return [...columnsIn(expression.from), ...columnsIn(expression.to)];
  }
}
