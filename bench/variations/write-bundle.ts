import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OptionalTable } from './configuration.ts';
import type { Serving } from './rescore.ts';
import type { Scene } from './scene.ts';
import { moment, quote, text } from './workbench.ts';

/** A label that comes after the newest row is not known yet. */
export async function hideLabelsToCome(scene: Scene): Promise<void> {
  await scene.work.run(
    `UPDATE predictions SET label = NULL, label_ts = NULL WHERE label_ts IS NULL OR label_ts >= ${moment(scene.end)}`,
  );
}

/** Writes the folder of a bundle. What was there before is removed. */
export async function writeBundle(
  scene: Scene,
  folder: string,
  files: {
    readonly configuration: string;
    readonly alert: unknown;
    readonly truth: unknown;
    readonly serving: Serving;
    readonly missing: OptionalTable | null;
  },
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'data'), { recursive: true });
  await mkdir(join(folder, 'pipelines'), { recursive: true });
  const own = `served_by, ${scene.recorded.segments.map(quote).join(', ')}`;
  const tables: Readonly<Record<string, string>> = {
    predictions:
      'SELECT * EXCLUDE (truth, served_by, host, fallback) FROM predictions ORDER BY ts, request_id',
    requests: `SELECT * EXCLUDE (${own}) FROM requests ORDER BY ts, request_id`,
    feature_reads: 'SELECT * FROM feature_reads ORDER BY ts, feature',
    features_offline: 'SELECT * FROM features_offline ORDER BY ts, request_id',
    training: 'SELECT * FROM training',
    golden: 'SELECT * FROM golden ORDER BY sample_id',
    business: 'SELECT * FROM business ORDER BY ALL',
    hosts: 'SELECT * FROM hosts ORDER BY ts, host',
    changes: 'SELECT * FROM changes ORDER BY ts',
  };
  for (const [name, select] of Object.entries(tables))
    if (name !== files.missing)
      await scene.work.run(
        `COPY (${select}) TO ${text(join(folder, 'data', `${name}.parquet`))} (FORMAT parquet)`,
      );
  await writeFile(join(folder, 'fishbone.yml'), files.configuration);
  await writeFile(join(folder, 'alert.json'), `${JSON.stringify(files.alert, null, 2)}\n`);
  await writeFile(join(folder, 'truth.json'), `${JSON.stringify(files.truth)}\n`);
  for (const which of ['current', 'previous'] as const)
    await writeFile(
      join(folder, 'pipelines', `${which}.json`),
      JSON.stringify({ ...files.serving[which], name: which }),
    );
}
