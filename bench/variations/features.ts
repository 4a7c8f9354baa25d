import { z } from 'zod';
import { Value } from './pipeline.ts';
import type { Pipeline, Row } from './pipeline.ts';
import type { Scene } from './scene.ts';
import { quote } from './workbench.ts';

export type Feature = {
  readonly name: string;
  readonly type: 'number' | 'string';
  /** How far the score moves, on average, when the value is another request's. */
  readonly weight: number;
};

/** Every feature with how much the model minds it, from a thousand requests of the quiet days. */
export async function weighFeatures(scene: Scene): Promise<readonly Feature[]> {
  const rows = await sampleRows(scene, 1000);
  const scores = rows.map((row) => scene.server.scoreRecord(scene.good, row));
  return scene.good.inputs.map(({ name, type }) => {
    const moved = rows.map((row, place) => {
      const other = rows[(place + 1) % rows.length]?.[name] ?? null;
      return Math.abs(scene.server.scoreRecord(scene.good, { ...row, [name]: other }) - (scores[place] ?? 0));
    });
    return { name, type, weight: moved.reduce((a, b) => a + b, 0) / moved.length };
  });
}

/** A feature of a type; the more the model minds it the likelier, though any may be drawn. */
export async function chooseFeature(scene: Scene, type?: Feature['type']): Promise<Feature> {
  const features = (await weighFeatures(scene)).filter((one) => type === undefined || one.type === type);
  return scene.random.weighted(features, ({ weight }) => weight + 0.005);
}

/** Requests of before the onset, as records for the pipelines. */
export async function sampleRows(scene: Scene, count: number): Promise<readonly Row[]> {
  const names = scene.good.inputs.map(({ name }) => quote(name)).join(', ');
  return scene.work.rows(
    `SELECT ${names}, truth FROM predictions WHERE ts < ${onsetOf(scene)} ORDER BY hash(request_id) LIMIT ${count}`,
    z.record(z.string(), Value),
  );
}

const onsetOf = (scene: Scene): string =>
  `TIMESTAMP '${scene.onset.toISOString().slice(0, 19).replace('T', ' ')}'`;

/** How far a pipeline's scores lie from the good one's, on average. */
export async function scoreDistance(scene: Scene, pipeline: Pipeline): Promise<number> {
  const rows = await sampleRows(scene, 1000);
  const distances = rows.map((row) =>
    Math.abs(scene.server.scoreRecord(pipeline, row) - scene.server.scoreRecord(scene.good, row)),
  );
  return distances.reduce((a, b) => a + b, 0) / Math.max(1, distances.length);
}
