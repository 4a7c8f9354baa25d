import { z } from 'zod';
import { Value } from './pipeline.ts';
import type { Scene } from './scene.ts';
import { text } from './workbench.ts';

/** What the version that was good gives to every golden sample. */
export async function expectGolden(scene: Scene): Promise<void> {
  const { work, server, good } = scene;
  const samples = await work.rows(
    'SELECT * FROM golden',
    z.looseObject({ sample_id: z.string() }).catchall(Value),
  );
  const scores = samples.map(
    (sample) => `(${text(sample.sample_id)}, ${server.scoreRecord(good, sample)}::DOUBLE)`,
  );
  await work.run(
    `UPDATE golden SET expected_score = s.score FROM (VALUES ${scores.join(', ')}) s(sample_id, score) WHERE golden.sample_id = s.sample_id`,
  );
}
