import { bind, type Fragment, sql } from './fragment.ts';

/**
 * Which half-open bin a number falls into, as nested CASEs that halve the edges at every step: log2 of the edges
 * comparisons a row instead of one an edge. `of` is written several times and must be cheap (a column).
 */
export function searchTree(of: Fragment, edges: readonly number[]): Fragment {
  return sql`CASE WHEN ${of} IS NULL THEN NULL ELSE ${branch(of, edges, 0)} END`;
}

function branch(of: Fragment, edges: readonly number[], offset: number): Fragment {
  const middle = Math.floor(edges.length / 2);
  const edge = edges[middle];
  if (edge === undefined) return bind(offset);
  const below = branch(of, edges.slice(0, middle), offset);
  const above = branch(of, edges.slice(middle + 1), offset + middle + 1);
  return sql`CASE WHEN ${of} < ${bind(edge)} THEN ${below} ELSE ${above} END`;
}
