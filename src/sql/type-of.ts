import type { Expression } from './aggregate.ts';
import type { BroadType } from './dialect.ts';
import type { CutRelation } from './relation.ts';

/** Broad type of an expression; null for the literal null, which fits everywhere. */
export function typeOf(expression: Expression, relation: Pick<CutRelation, 'resolve'>): BroadType | null {
  switch (expression.kind) {
    case 'column':
      return relation.resolve({ ...expression, notFinite: false }).type;
    case 'literal':
      return typeOfLiteral(expression.value);
    case 'instant':
    case 'time-bin':
      return 'time';
    case 'is-null':
    case 'is-not-finite':
    case 'not':
    case 'all':
    case 'any':
    case 'compare':
    case 'in':
    case 'one-in':
      return 'boolean';
    case 'arithmetic':
    case 'number':
    case 'entry':
    case 'seconds-between':
    case 'number-bin':
    case 'value-index':
      return 'number';
    case 'function':
      return expression.name === 'lower' ? 'text' : 'number';
    case 'text':
      return 'text';
    case 'case': {
      const branches = [...expression.whens.map(({ value }) => value), expression.otherwise];
      return branches.map((branch) => typeOf(branch, relation)).find((type) => type !== null) ?? null;
    }
  }
}

function typeOfLiteral(value: string | number | boolean | null): BroadType | null {
  if (value === null) return null;
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}
