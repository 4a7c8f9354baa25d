import type { Scalar } from './aggregate.ts';
import type { BroadType } from './dialect.ts';

/**
 * The value as the column's own type, so that `is_new_user=true` typed by a person meets a boolean column and `zip=2139`
 * a text column. Null when the value can never be one of the column's: the comparison is then never true.
 */
export function fitLiteral(value: Scalar, type: BroadType | null): Scalar {
  if (value === null || type === null) return value;
  switch (type) {
    case 'number':
      return asNumber(value);
    case 'boolean':
      return asBoolean(value);
    case 'text':
    case 'time':
    case 'other':
      return typeof value === 'string' ? value : String(value);
  }
}

function asNumber(value: string | number | boolean): number | null {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}

function asBoolean(value: string | number | boolean): boolean | null {
  const word = String(value).trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}
