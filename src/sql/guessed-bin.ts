import { bind, type Fragment, joined, raw, sql } from './fragment.ts';

/** A scale on which edges may be equally far apart: where it is defined, its value, and the same of a fragment. */
type Scale = {
  readonly has: (edge: number) => boolean;
  readonly at: (edge: number) => number;
  readonly sql: (of: Fragment) => Fragment;
};

const scales: readonly Scale[] = [
  { has: () => true, at: (edge) => edge, sql: (of) => of },
  { has: (edge) => edge > 0, at: Math.log, sql: (of) => sql`ln(${of})` },
  {
    has: (edge) => edge > 0 && edge < 1,
    at: (edge) => Math.log(edge / (1 - edge)),
    sql: (of) => sql`ln(${of} / (1 - ${of}))`,
  },
];

/** Fewer edges are halved as quickly as a logarithm is taken. */
const fewestEdges = 32;

/** How far an edge may lie from its place, in bins, so that a guess is never wrong by more than one bin. */
const loosest = 0.25;

/**
 * Which half-open bin a number falls into, guessed by arithmetic and then held against the two edges around the guess, so
 * that it is exactly the bin that comparing with every edge would give. Null for edges that are few, or equally far apart on
 * no scale (their own, logarithmic or logit). Measured on a million rows and 199 edges: 90 ms of CPU instead of 240 for
 * eight CASEs inside each other.
 *
 * For an engine whose lists are taken apart by `list_extract`, from 1, and that holds NaN for greater than every number.
 */
export function guessedBin(of: Fragment, edges: readonly number[]): Fragment | null {
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined || edges.length < fewestEdges) return null;
  const scale = scales.find((one) => isEven(edges, one));
  if (scale === undefined) return null;
  const step = (scale.at(last) - scale.at(first)) / (edges.length - 1);
  // Null is no number for greatest and least, but the comparisons below make it null again.
  const within = sql`greatest(${bind(first)}, least(${bind(last)}, ${of}))`;
  const place = sql`floor((${scale.sql(within)} - ${bind(scale.at(first))}) / ${bind(step)})`;
  const guess = sql`greatest(1, least(${raw(String(edges.length - 1))}, CAST(${place} AS INTEGER) + 1))`;
  const listed = joined(
    edges.map((edge) => bind(edge)),
    ', ',
  );
  const reaches = (edge: Fragment) => sql`CAST(${of} >= list_extract([${listed}], ${edge}) AS INTEGER)`;
  return sql`(${guess} - 1 + ${reaches(guess)} + ${reaches(sql`${guess} + 1`)})`;
}

function isEven(edges: readonly number[], scale: Scale): boolean {
  if (!edges.every(scale.has)) return false;
  const places = edges.map(scale.at);
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  const step = (last - first) / (edges.length - 1);
  return places.every((place, index) => Math.abs((place - first) / step - index) < loosest);
}
