import { sampleRows, scoreDistance } from './features.ts';
import { versionAfter } from './pipeline.ts';
import type { Pipeline, Row } from './pipeline.ts';
import type { Scene } from './scene.ts';

/**
 * The next version, as good as the one that serves: another recorded one that scores nearly alike, else the same with every
 * weight moved a little and its offset set so that the mean score stays.
 */
export async function retrain(scene: Scene): Promise<Pipeline> {
  const { good, random, recorded } = scene;
  const version = versionAfter(good.version);
  for (const other of recorded.pipelines)
    if (other.version !== good.version && (await scoreDistance(scene, other)) < 0.02)
      return { ...other, prepare: good.prepare, threshold: good.threshold, version };
  const moved = good.weights.map((weight) => weight + (weight === 0 ? 0 : 0.02 * random.normal()));
  return keepMean(scene, { ...good, version, weights: moved });
}

/** The offset by which the scores of the quiet days are as high on average as the good version's, by bisection. */
async function keepMean(scene: Scene, pipeline: Pipeline): Promise<Pipeline> {
  const rows = await sampleRows(scene, 2000);
  const withOffset = (offset: number): Pipeline => ({
    ...pipeline,
    calibration: { ...pipeline.calibration, offset },
  });
  const total = (one: Pipeline): number =>
    rows.reduce((sum, row) => sum + scene.server.scoreRecord(one, row), 0);
  const wanted = total(scene.good);
  let [low, high] = [pipeline.calibration.offset - 2, pipeline.calibration.offset + 2];
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (total(withOffset(middle)) < wanted) low = middle;
    else high = middle;
  }
  return withOffset((low + high) / 2);
}

/** A version that ranks worse: its weights moved in one random direction until AUC on the quiet days has lost `drop`. */
export async function worsen(
  scene: Scene,
  { drop, by = 1 }: { readonly drop: number; readonly by?: number },
): Promise<Pipeline> {
  const { good, random } = scene;
  const rows = await sampleRows(scene, 3000);
  const labels = rows.map(labelOf);
  const aucOf = (pipeline: Pipeline): number =>
    areaUnderCurve(
      rows.map((row) => scene.server.scoreRecord(pipeline, row)),
      labels,
    );
  const direction = good.weights.map((weight) => (weight === 0 ? 0 : random.normal()));
  const moved = (far: number): Pipeline => ({
    ...good,
    version: versionAfter(good.version, by),
    weights: good.weights.map((weight, place) => weight + far * (direction[place] ?? 0)),
    calibration: { slope: 1, offset: 0 },
  });
  const wanted = aucOf(good) - drop;
  let far = 0.1;
  while (far < 6 && aucOf(moved(far)) > wanted) far *= 1.12;
  return calibrate(scene, moved(far));
}

/** AUC by ranks (Mann and Whitney 1947); ties count half. */
function areaUnderCurve(scores: readonly number[], labels: readonly number[]): number {
  const sorted = scores
    .map((score, place) => ({ score, label: labels[place] ?? 0 }))
    .toSorted((a, b) => a.score - b.score);
  let [positives, negatives, above, at] = [0, 0, 0, 0];
  while (at < sorted.length) {
    let [p, n] = [0, 0];
    const score = sorted[at]?.score;
    for (; at < sorted.length && sorted[at]?.score === score; at += 1) {
      if (sorted[at]?.label === 1) p += 1;
      else n += 1;
    }
    above += p * (negatives + n / 2);
    positives += p;
    negatives += n;
  }
  return above / (positives * negatives);
}

/** Slope and offset by which the scores agree with the labels: logistic regression on the log-odds (Platt 1999), by Newton. */
async function calibrate(scene: Scene, pipeline: Pipeline): Promise<Pipeline> {
  const rows = await sampleRows(scene, 4000);
  const points = rows.map((row) => ({ x: logit(scene.server.scoreRecord(pipeline, row)), y: labelOf(row) }));
  const share = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  // Newton finds its way from "no slope"; from a steep one it may run off.
  let slope = 0;
  let offset = logit(share);
  for (let round = 0; round < 25; round += 1) {
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
