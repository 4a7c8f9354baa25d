import { z } from 'zod';
import type { Fired } from './choose-alert.ts';
import type { Injected } from './fault.ts';
import type { Scene } from './scene.ts';
import { MaybeFigure, minutes, moment, quote } from './workbench.ts';

export type Variation = {
  readonly kind: string;
  readonly size: number;
  readonly keep: number;
  readonly missing: string | null;
};

/** truth.json in the form of the recorded ones, with `variation` beside it: how the bundle was made. */
export async function truthOf(
  scene: Scene,
  made: {
    readonly name: string;
    readonly injected: Injected;
    readonly fired: Fired;
    readonly change: string | null;
    readonly variation: Variation;
  },
): Promise<Record<string, unknown>> {
  const { injected, fired } = made;
  const onset = injected.begins === false ? null : scene.onset;
  const from = onset ?? minutes(fired.at, -8 * 60);
  return {
    bundle: made.name,
    model: scene.recorded.model,
    verdict: injected.verdict,
    ids: injected.ids,
    category: injected.ids[0]?.split('.')[0] ?? null,
    culprits: injected.culprits,
    changes: [made.change],
    onset: onset === null ? null : stamp(onset),
    scope: injected.scope.map((where) => ({ where })),
    mitigations: injected.mitigations,
    symptom: {
      metric: fired.metric,
      ...(fired.column === undefined ? {} : { column: fired.column }),
      before: round(fired.baseline),
      after: round(fired.value),
    },
    because: injected.because,
    alert_at: stamp(fired.at),
    variation: { ...made.variation, auc: await rankingOf(scene) },
    window: { from: stamp(from), to: stamp(scene.end) },
    counts: await countsOf(scene, from),
  };
}

const stamp = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
const round = (value: number): number => Math.round(value * 1e4) / 1e4;

const Level = z.union([z.string(), z.boolean()]);

/** How many requests of the window there are of each combination of segments, version and host. */
async function countsOf(scene: Scene, from: Date): Promise<unknown> {
  const columns = [...scene.recorded.segments, 'model_version', 'host'];
  const names = columns.map(quote).join(', ');
  const rows = await scene.work.rows(
    `SELECT ${names}, count(*)::INTEGER AS n FROM predictions WHERE ts >= ${moment(from)} GROUP BY ALL ORDER BY ALL`,
    z.looseObject({ n: z.number() }).catchall(z.union([Level, z.number()])),
  );
  const levels = columns.map((column) =>
    [...new Set(rows.map((row) => Level.parse(row[column])))].toSorted((a, b) =>
      String(a).localeCompare(String(b)),
    ),
  );
  return {
    columns,
    levels,
    rows: rows.map((row) => [
      ...columns.map((column, place) => (levels[place] ?? []).indexOf(Level.parse(row[column]))),
      row.n,
    ]),
  };
}

const Ranking = z.object({ before: MaybeFigure, after: MaybeFigure });

/** AUC against the labels as they really are, before and after the onset: what the fault does to the model, however it looks. */
async function rankingOf(scene: Scene): Promise<z.infer<typeof Ranking>> {
  const side = (later: boolean): string => `(
    SELECT (sum(place) FILTER (truth = 1) - count(*) FILTER (truth = 1) * (count(*) FILTER (truth = 1) + 1) / 2.0)
      / nullif(count(*) FILTER (truth = 1) * count(*) FILTER (truth = 0), 0)
    FROM (SELECT truth, rank() OVER (ORDER BY score) + (count(*) OVER (PARTITION BY score) - 1) / 2.0 AS place
      FROM predictions WHERE ${later ? '' : 'NOT '}(ts >= ${moment(scene.onset)})))`;
  return scene.work.row(`SELECT ${side(false)} AS before, ${side(true)} AS after`, Ranking);
}
