import type { Scene } from './scene.ts';
import { draw, moment, text } from './workbench.ts';

const bucket = 'time_bucket(INTERVAL 5 MINUTE, ts)';

/** The reads of the feature store as many as the requests, whoever made them or left them out. Misses keep their share. */
export async function countReads(scene: Scene): Promise<void> {
  await scene.work.run(
    `CREATE OR REPLACE TABLE feature_reads AS
     SELECT f.ts, f.feature, coalesce(n.requests, 0)::INTEGER AS reads,
       CASE WHEN f.reads = 0 THEN 0 ELSE least(coalesce(n.requests, 0),
         floor(f.misses * coalesce(n.requests, 0) / f.reads + (hash(f.ts, f.feature, ${text(scene.salt)}) % 1000) / 1000.0)) END::INTEGER AS misses,
       f.age_p95_s
     FROM feature_reads f LEFT JOIN (SELECT ${bucket} AS ts, count(*) AS requests FROM requests GROUP BY 1) n USING (ts)`,
  );
}

/** From the onset on, the reads of a feature by these requests find nothing. */
export async function countMisses(scene: Scene, feature: string, where: string): Promise<void> {
  await scene.work.run(
    `UPDATE feature_reads SET misses = least(reads, feature_reads.misses + m.missed)
     FROM (SELECT ${bucket} AS ts, count(*)::INTEGER AS missed FROM predictions WHERE ts >= ${moment(scene.onset)} AND ${where} GROUP BY 1) m
     WHERE feature_reads.ts = m.ts AND feature = ${text(feature)}`,
  );
}

/** From the onset on, the values of a feature are not written any more and grow older minute by minute. */
export async function growOld(scene: Scene, feature: string): Promise<void> {
  await scene.work.run(
    `UPDATE feature_reads SET age_p95_s = age_p95_s + epoch(ts - ${moment(scene.onset)})::INTEGER
       + (${draw('').replace("request_id || ''", 'ts')} * 30)::INTEGER
     WHERE ts >= ${moment(scene.onset)} AND feature = ${text(feature)}`,
  );
}
