import type { OptionalTable } from './configuration.ts';
import { FAULTS } from './faults.ts';
import { createRandom } from './random.ts';
import type { Recorded } from './recorded.ts';
import type { Plan } from './vary.ts';

export type PlanOptions = {
  readonly recorded: readonly Recorded[];
  readonly seed: number;
  /** How many bundles. */
  readonly count: number;
  /** Empty: every kind. */
  readonly kinds: readonly string[];
};

const tables: readonly OptionalTable[] = [
  'feature_reads',
  'features_offline',
  'hosts',
  'business',
  'golden',
  'changes',
];

/** Which bundles are made: the kinds take turns; size, density and what is missing are drawn for each. */
export function planBundles({ recorded, seed, count, kinds }: PlanOptions): readonly Plan[] {
  const faults = FAULTS.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  const unknown = kinds.filter((kind) => !FAULTS.some((fault) => fault.kind === kind));
  if (unknown.length > 0 || faults.length === 0)
    throw Object.assign(new Error(`there is no fault ${unknown.join(', ')}`), {
      code: 'unknown-kind',
      hint: `Kinds: ${FAULTS.map(({ kind }) => kind).join(', ')}.`,
    });
  const random = createRandom(`plan ${seed}`);
  return Array.from({ length: count }, (_, place) => {
    const fault = faults[place % faults.length];
    if (fault === undefined) throw new Error('no fault');
    const plain = random.chance(0.55);
    return {
      name: `v${seed}-${String(place + 1).padStart(3, '0')}`,
      seed: `${seed} ${fault.kind} ${place}`,
      fault,
      recorded: random.pick(recorded),
      size: plain ? 1 : random.pick([1, 0.5, 0.5, 0.25]),
      keep: !plain && random.chance(0.25) ? 0.3 : 1,
      missing: !plain && random.chance(0.4) ? random.pick(tables) : null,
    };
  });
}
