import { numberAt } from './number-at.ts';

/** Whether every value is a finite number. */
export function allFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(numberAt(values, i))) return false;
  }
  return true;
}

/** Whether every value can be a count or a weight: finite and not below zero. */
export function allCounts(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = numberAt(values, i);
    if (!Number.isFinite(value) || value < 0) return false;
  }
  return true;
}

/** The sum of the values; 0 for none. */
export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += numberAt(values, i);
  return sum;
}
