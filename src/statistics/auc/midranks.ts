import { numberAt } from '../number-at.ts';

/** Rank of each value from 1 upwards, ties sharing the mean of their ranks; in the order of `values`. Time n log n. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  order.sort((a, b) => numberAt(values, a) - numberAt(values, b));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    const value = numberAt(values, numberAt(order, from));
    let to = from + 1;
    while (to < order.length && numberAt(values, numberAt(order, to)) === value) to += 1;
    const rank = (from + 1 + to) / 2;
    for (let k = from; k < to; k++) ranks[numberAt(order, k)] = rank;
    from = to;
  }
  return ranks;
}
