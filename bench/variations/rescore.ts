import { z } from 'zod';
import { Value } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import type { Scene } from './scene.ts';
import { quote } from './workbench.ts';

export type Serving = { readonly current: Pipeline; readonly previous: Pipeline };

const Served = z.looseObject({
  request_id: z.string(),
  served_by: z.enum(['current', 'previous']),
  fallback: z.boolean(),
});

/** Scores and decides again what matches `where`, each request by the pipeline that serves it; served features become what that pipeline made of them. */
export async function rescore(scene: Scene, serving: Serving, where: string): Promise<void> {
  const { work, server, good, recorded } = scene;
  const features = good.inputs;
  const names = [...features.map(({ name }) => name), ...recorded.segments].map(quote).join(', ');
  const rows = await work.rows(
    `SELECT request_id, served_by, fallback, ${names} FROM predictions WHERE ${where}`,
    Served.catchall(Value),
  );
  const columns = features.map(
    ({ name, type }) => `${quote(name)} ${type === 'number' ? 'DOUBLE' : 'VARCHAR'}`,
  );
  await work.run(
    `CREATE OR REPLACE TABLE rescored (request_id VARCHAR, score DOUBLE, decision INTEGER, ${columns.join(', ')})`,
  );
  const appender = await work.connection.createAppender('rescored');
  for (const row of rows) {
    const pipeline = serving[row.served_by];
    const prepared = server.prepare(pipeline, row);
    const score = row.fallback ? scene.fallbackScore : server.scoreRecord(pipeline, row);
    appender.appendVarchar(row.request_id);
    appender.appendDouble(Math.round(score * 1e4) / 1e4);
    appender.appendInteger(server.decide(pipeline, row, score));
    for (const { name } of features) {
      const value = prepared[name];
      if (typeof value === 'number') appender.appendDouble(value);
      else if (typeof value === 'string') appender.appendVarchar(value);
      else appender.appendNull();
    }
    appender.endRow();
  }
  appender.closeSync();
  const sets = features.map(({ name }) => `${quote(name)} = s.${quote(name)}`).join(', ');
  await work.run(
    `UPDATE predictions SET score = s.score, decision = s.decision, ${sets} FROM rescored s WHERE predictions.request_id = s.request_id`,
  );
  await work.run('DROP TABLE rescored');
}
