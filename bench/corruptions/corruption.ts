import type { FeatureProfile } from '../../src/checks/features/profile.ts';
import type { Random } from '../variations/random.ts';
import { quoted } from './pool.ts';

/** Ways to spoil a column, as jenga (Schelter, Rukat, Biessmann 2021) draws them. */
export const kinds = ['nulls', '×10', '×100', '×1000', 'swapped', 'noise', 'shifted', 'broken'] as const;
export type Kind = (typeof kinds)[number];

/** What happens to the rows that are hit: the new value of each column, in SQL. Every column named is corrupted. */
export type Corruption = {
  readonly kind: Kind;
  readonly share: number;
  readonly values: Readonly<Record<string, string>>;
};

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Draws which column is spoilt and how. Null when no column can be spoilt that way. */
export function drawCorruption(
  { kind, share }: Pick<Corruption, 'kind' | 'share'>,
  profile: readonly FeatureProfile[],
  random: Random,
): Corruption | null {
  const numbers = profile.filter((one) => one.kind === 'number');
  const categories = profile.filter((one) => one.kind === 'category' && one.values.length > 1);
  const one = (list: readonly FeatureProfile[]) => (list.length === 0 ? null : random.pick(list));
  const spoil = (feature: FeatureProfile | null, value: (name: string) => string): Corruption | null =>
    feature === null ? null : { kind, share, values: { [feature.name]: value(quoted(feature.name)) } };
  switch (kind) {
    case 'nulls':
      return spoil(one(profile), () => 'NULL');
    case '×10':
    case '×100':
    case '×1000':
      return spoil(one(numbers), (name) => `${name} * ${kind.slice(1)}`);
    case 'noise': {
      // Normal by Box and Muller, 1 to 5 standard deviations of the column wide; whole numbers stay whole.
      const size = random.between(1, 5);
      return spoil(
        one(numbers),
        (name) =>
          `round(${name} + ${size} * (SELECT stddev(${name}) FROM drawn) * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))`,
      );
    }
    case 'swapped': {
      const alike = random.chance(0.5) && categories.length > 1 ? categories : numbers;
      const [left, right] = random.shuffle(alike.length > 1 ? alike : categories);
      if (left === undefined || right === undefined) return null;
      return { kind, share, values: { [left.name]: quoted(right.name), [right.name]: quoted(left.name) } };
    }
    case 'shifted': {
      // Every value becomes another one; the values themselves are all known.
      const feature = one(categories);
      if (feature === null || feature.kind !== 'category') return null;
      const order = random.shuffle(feature.values);
      const pairs = order.map((value, k) => [value, order[(k + 1) % order.length] ?? value] as const);
      return spoil(
        feature,
        (name) =>
          `CASE ${name} ${pairs.map(([from, to]) => `WHEN ${text(from)} THEN ${text(to)}`).join(' ')} ELSE ${name} END`,
      );
    }
    case 'broken':
      return spoil(one(categories), (name) => `translate(${name}, 'aAeEoOuU', 'áÁéÉớỚúÚ')`);
  }
}
