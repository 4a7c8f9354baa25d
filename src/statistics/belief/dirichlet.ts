/** Shares of categories as pseudo-counts: what is believed, and (their sum) how firmly. */
export type Dirichlet<Category extends string> = Readonly<Record<Category, number>>;

/** A prior from shares that need not sum to 1, worth `weight` observations. */
export function dirichletPrior<Category extends string>(
  shares: Readonly<Record<Category, number>>,
  weight: number,
): Dirichlet<Category> {
  const sum = sumOf(shares);
  return mapValues(shares, (share) => (share * weight) / sum);
}

/** The prior after these confirmed cases: counts add up. */
export function updateDirichlet<Category extends string>(
  prior: Dirichlet<Category>,
  confirmed: Readonly<Partial<Record<Category, number>>>,
): Dirichlet<Category> {
  return mapValues(prior, (count, category) => count + (confirmed[category] ?? 0));
}

/** The mean share of each category; they sum to 1. */
export function dirichletMean<Category extends string>(
  believed: Dirichlet<Category>,
): Record<Category, number> {
  const sum = sumOf(believed);
  return mapValues(believed, (count) => count / sum);
}

function sumOf(record: Readonly<Record<string, number>>): number {
  return Object.values(record).reduce((sum, value) => sum + value, 0);
}

// Object.entries forgets the key type; the record was built from exactly these keys.
function mapValues<Category extends string>(
  record: Readonly<Record<Category, number>>,
  of: (value: number, category: Category) => number,
): Record<Category, number> {
  const entries = Object.entries(record) as [Category, number][];
  return Object.fromEntries(entries.map(([category, value]) => [category, of(value, category)])) as Record<
    Category,
    number
  >;
}
