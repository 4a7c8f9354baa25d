import type { Scene } from './scene.ts';
import { moment, quote } from './workbench.ts';

export type NewValue = {
  readonly feature: string;
  /** An SQL expression; the columns are those of the table. */
  readonly value: string;
  /** Which requests, as a condition on `predictions`. */
  readonly where: string;
  /** True: the training code sees the same, because it is so at the source. */
  readonly offlineToo: boolean;
};

/** From the onset on, other values of a feature are served. */
export async function serveValues(
  scene: Scene,
  { feature, value, where, offlineToo }: NewValue,
): Promise<void> {
  const { work, onset } = scene;
  await work.run(
    `CREATE OR REPLACE TABLE touched AS SELECT request_id FROM predictions WHERE ts >= ${moment(onset)} AND ${where}`,
  );
  for (const table of offlineToo ? ['predictions', 'features_offline'] : ['predictions'])
    await work.run(
      `UPDATE ${table} SET ${quote(feature)} = ${value} WHERE request_id IN (SELECT request_id FROM touched)`,
    );
  await work.run('DROP TABLE touched');
}
