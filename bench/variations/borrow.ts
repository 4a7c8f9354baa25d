import type { Scene } from './scene.ts';
import { draw, moment } from './workbench.ts';

const tables = ['requests', 'predictions', 'features_offline'] as const;

/**
 * More traffic after the onset: requests of the quiet days at the same time of day, moved to after it under new names.
 * `extra` is how many come for each that would have come; `where` is a condition on `requests`.
 */
export async function borrow(
  scene: Scene,
  { extra, where }: { readonly extra: number; readonly where: string },
): Promise<void> {
  const { work, salt } = scene;
  const days = Math.floor((scene.onset.getTime() - scene.start.getTime()) / 86_400_000);
  await work.run(
    `CREATE TABLE lenders AS SELECT request_id FROM requests WHERE ts < ${moment(scene.onset)} AND ${where}`,
  );
  for (let back = 1, left = extra; left > 0 && back <= days; back += 1, left -= 1) {
    const later = `ts + INTERVAL (${back}) DAY`;
    for (const table of tables) {
      const label = table === 'predictions' ? `, label_ts + INTERVAL (${back}) DAY AS label_ts` : '';
      await work.run(
        `INSERT INTO ${table} SELECT * REPLACE (request_id || '-${back}' AS request_id, ${later} AS ts ${label})
         FROM ${table} WHERE request_id IN (SELECT request_id FROM lenders)
         AND ${later} >= ${moment(scene.onset)} AND ${later} < ${moment(scene.end)}
         AND ${draw(`${salt} borrow ${back}`)} < ${Math.min(1, left)}`,
      );
    }
  }
  await work.run('DROP TABLE lenders');
}
