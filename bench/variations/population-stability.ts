import { z } from 'zod';
import type { Span } from './monitors.ts';
import type { Scene } from './scene.ts';
import { Figure, moment, quote } from './workbench.ts';

/** PSI of a column between the quiet days and a span: tenths of the quiet days for numbers, values for the rest, null apart. */
export async function populationStability(
  scene: Scene,
  column: string,
  { from, to }: Span,
): Promise<number | null> {
  const numeric = scene.good.inputs.some(({ name, type }) => name === column && type === 'number');
  const quiet = `ts < ${moment(scene.onset)}`;
  const name = quote(column);
  const edges = `(SELECT quantile_disc(${name}, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS edges FROM predictions WHERE ${quiet})`;
  const bin = numeric ? `len(list_filter(edges, lambda edge: edge < ${name}))` : name;
  const rows = await scene.work.rows(
    `SELECT CASE WHEN ${name} IS NULL THEN 'none' ELSE (${bin})::VARCHAR END AS bin,
       count(*) FILTER (${quiet}) AS before,
       count(*) FILTER (ts >= ${moment(from)} AND ts < ${moment(to)}) AS after
     FROM predictions ${numeric ? `, ${edges}` : ''} GROUP BY 1`,
    z.object({ bin: z.string(), before: Figure, after: Figure }),
  );
  const totals = rows.reduce(
    (sum, row) => ({ before: sum.before + row.before, after: sum.after + row.after }),
    { before: 0, after: 0 },
  );
  if (totals.after === 0 || totals.before === 0) return null;
  return rows.reduce((sum, row) => {
    const p = (row.before + 0.5) / (totals.before + 0.5 * rows.length);
    const q = (row.after + 0.5) / (totals.after + 0.5 * rows.length);
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}
