import type { Culprit, HypothesisId, Ranking } from './vocabulary.ts';

/** How far a suspect moved between two rankings. */
export type Movement = {
  readonly id: HypothesisId;
  readonly culprit: Culprit | null;
  readonly before: number;
  readonly after: number;
};

/** Less than a point is noise that nobody acts on. */
const LEAST_MOVE = 0.01;

/** The suspects that moved between two rankings, farthest first. One that a ranking does not list counts there as 0. */
export function movementsBetween(before: Ranking, after: Ranking): readonly Movement[] {
  const named = (one: { readonly id: string; readonly culprit: Culprit | null }): string =>
    JSON.stringify([one.id, one.culprit?.kind, one.culprit?.name]);
  const chances = (ranking: Ranking): ReadonlyMap<string, number> =>
    new Map(ranking.suspects.map((one) => [named(one), one.probability]));
  const [was, is] = [chances(before), chances(after)];
  const all = new Map([...before.suspects, ...after.suspects].map((one) => [named(one), one]));
  return [...all]
    .map(([name, { id, culprit }]) => ({ id, culprit, before: was.get(name) ?? 0, after: is.get(name) ?? 0 }))
    .filter((one) => Math.abs(one.after - one.before) >= LEAST_MOVE)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}
