import { z } from 'zod';
import type { Where } from './fault.ts';
import type { Scene } from './scene.ts';
import { Figure, quote, text } from './workbench.ts';

export type Scope = {
  readonly where: readonly Where[];
  /** The same as a condition on `predictions` and on `requests`. */
  readonly sql: string;
  readonly words: string;
};

export const everywhere: Scope = { where: [], sql: 'true', words: 'all traffic' };

/** All traffic, one segment value, or a pair of them, with a fair share of the traffic. */
export async function chooseScope(scene: Scene): Promise<Scope> {
  const kind = scene.random.weighted(
    ['all', 'one', 'pair'] as const,
    (one) => ({ all: 4, one: 4, pair: 2 })[one],
  );
  switch (kind) {
    case 'all':
      return everywhere;
    case 'one':
      return oneSegment(scene);
    case 'pair':
      return pairOfSegments(scene);
  }
}

/** One value of one segment with 10 to 60 % of the traffic. */
export async function oneSegment(scene: Scene, from = 0.1, to = 0.6): Promise<Scope> {
  const values = (await segmentValues(scene)).filter(({ share }) => share >= from && share <= to);
  const { where } = scene.random.pick(values);
  return scopeOf([where]);
}

async function pairOfSegments(scene: Scene): Promise<Scope> {
  const values = scene.random.shuffle((await segmentValues(scene)).filter(({ share }) => share >= 0.2));
  for (const a of values)
    for (const b of values) {
      const where = { ...a.where, ...b.where };
      if (a.name >= b.name) continue;
      const both = scopeOf([where]);
      const { share } = await scene.work.row(
        `SELECT count(*) FILTER (${both.sql}) / count(*) AS share FROM predictions`,
        z.object({ share: Figure }),
      );
      const smaller = Math.min(a.share, b.share);
      if (share >= 0.07 && share <= 0.4 && share < 0.85 * smaller) return both;
    }
  return oneSegment(scene);
}

export function scopeOf(where: readonly Where[]): Scope {
  const conditions = where.map((one) =>
    Object.entries(one)
      .map(([name, value]) => `${quote(name)} = ${typeof value === 'string' ? text(value) : String(value)}`)
      .join(' AND '),
  );
  return {
    where,
    sql: conditions.length === 0 ? 'true' : `(${conditions.map((one) => `(${one})`).join(' OR ')})`,
    words:
      where.length === 0
        ? 'all traffic'
        : where
            .map((one) =>
              Object.entries(one)
                .map((pair) => pair.join('='))
                .join(' '),
            )
            .join(', '),
  };
}

/** Every value of every segment with its share of the traffic. */
export async function segmentValues(
  scene: Scene,
): Promise<readonly { readonly name: string; readonly where: Where; readonly share: number }[]> {
  const lists = await Promise.all(
    scene.recorded.segments.map(async (name) => {
      const rows = await scene.work.rows(
        `SELECT ${quote(name)} AS value, count(*) / sum(count(*)) OVER () AS share FROM predictions GROUP BY 1 ORDER BY 1`,
        z.object({ value: z.union([z.string(), z.boolean()]), share: Figure }),
      );
      return rows.map(({ value, share }) => ({ name, where: { [name]: value }, share }));
    }),
  );
  return lists.flat();
}
