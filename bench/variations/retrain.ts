import { sampleRows } from './features.ts';
import { versionAfter } from './pipeline.ts';
import type { Pipeline, Row } from './pipeline.ts';
import type { Scene } from './scene.ts';

/** Another version with every weight moved by normal noise, calibrated on the rows of the quiet days. */
export async function retrain(
  scene: Scene,
  {
    noise,
    by = 1,
    calibrated = true,
  }: { readonly noise: number; readonly by?: number; readonly calibrated?: boolean },
): Promise<Pipeline> {
  const { good, random } = scene;
  const moved: Pipeline = {
    ...good,
    version: versionAfter(good.version, by),
    weights: good.weights.map((weight) => weight + (weight === 0 ? 0 : noise * random.normal())),
    calibration: { slope: 1, offset: 0 },
  };
  return calibrated ? calibrate(scene, moved) : moved;
}

/** Slope and offset by which the scores agree with the labels: logistic regression on the log-odds (Platt 1999), by Newton. */
async function calibrate(scene: Scene, pipeline: Pipeline): Promise<Pipeline> {
  const rows = await sampleRows(scene, 4000);
  const points = rows.map((row) => ({ x: logit(scene.server.scoreRecord(pipeline, row)), y: labelOf(row) }));
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < 12; round += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const { x, y } of points) {
      const p = 1 / (1 + Math.exp(-(slope * x + offset)));
      const w = p * (1 - p);
      g0 += y - p;
      g1 += (y - p) * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    }
    const size = h00 * h11 - h01 * h01;
    offset += (h11 * g0 - h01 * g1) / size;
    slope += (h00 * g1 - h01 * g0) / size;
  }
  return { ...pipeline, calibration: { slope, offset } };
}

const labelOf = (row: Row): number => (row['truth'] === 1 ? 1 : 0);

function logit(score: number): number {
  const safe = Math.min(1 - 1e-9, Math.max(1e-9, score));
  return Math.log(safe / (1 - safe));
}
