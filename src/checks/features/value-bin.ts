import type { Cell } from '../../sql/aggregate.ts';
import type { FeatureProfile } from './profile.ts';

/** The bin that a value lies in, by the same names that `profileBin` and `binName` give it where the source chooses it. */
export function valueBin(profile: FeatureProfile, value: Cell): string | null {
  if (value === null) return 'null';
  if (profile.kind === 'category') return profile.values.find((known) => isWritten(known, value)) ?? 'unseen';
  const number = numberIn(value);
  if (number === null) return null;
  if (number < profile.min) return 'below';
  if (number > profile.max) return 'above';
  return String(profile.edges.filter((edge) => edge <= number).length);
}

/** Whether the source writes the value so: numbers and moments may have more digits there. */
function isWritten(text: string, value: Exclude<Cell, null>): boolean {
  if (value instanceof Date) return new Date(`${text.replace(' ', 'T')}Z`).getTime() === value.getTime();
  return typeof value === 'number' ? text !== '' && Number(text) === value : text === String(value);
}

/** The number that a value is or is written as; null for any other text. */
function numberIn(value: Exclude<Cell, null>): number | null {
  if (typeof value === 'string')
    return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : null;
  return value instanceof Date ? null : Number(value);
}
