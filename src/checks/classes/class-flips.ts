import type { Row } from '../../sql/aggregate.ts';
import type { ModelConfig } from '../../config/schema.ts';
import { midranks } from '../../statistics/auc/midranks.ts';
import { correlation } from '../pipelines/correlation.ts';
import { textOf } from '../read-answers.ts';
import type { ClassPrediction } from '../question.ts';
import { rowWords } from '../features/shown-columns.ts';

/** The same records predicted twice, in the same order. */
export type PredictedTwice = {
  readonly before: readonly ClassPrediction[];
  readonly current: readonly ClassPrediction[];
};

/** Records that one pipeline calls otherwise than the other, by the pair of classes: most frequent first. */
export type Flip = { readonly from: string; readonly to: string; readonly n: number };

export function flipsOf({ before, current }: PredictedTwice): readonly Flip[] {
  const counts = new Map<string, { from: string; to: string; n: number }>();
  current.forEach(({ predicted: to }, index) => {
    const from = before[index]?.predicted ?? to;
    if (from === to) return;
    const key = JSON.stringify([from, to]);
    const known = counts.get(key) ?? { from, to, n: 0 };
    counts.set(key, { ...known, n: known.n + 1 });
  });
  return [...counts.values()].toSorted((a, b) => b.n - a.n || a.from.localeCompare(b.from));
}

const SHOWN = 10;

/** The table of flips as details of a finding: `flip 1: invoice → letter: 31`. */
export function flipDetail(flips: readonly Flip[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    flips.slice(0, SHOWN).map(({ from, to, n }, place) => [`flip ${place + 1}`, `${from} → ${to}: ${n}`]),
  );
}

/** `invoice → letter 31, receipt → contract 6`. */
export function flipWords(flips: readonly Flip[]): string {
  return flips
    .slice(0, 3)
    .map(({ from, to, n }) => `${from} → ${to} ${n}`)
    .join(', ');
}

/** How far the scores of a record are apart, at the class where they are most; 0 for the same class where no scores are given. */
export function distancesOf({ before, current }: PredictedTwice): readonly number[] {
  return current.map(({ predicted, scores }, index) => {
    const other = before[index];
    if (other === undefined) return 0;
    if (scores === null || other.scores === null) return predicted === other.predicted ? 0 : 1;
    const was = other.scores;
    return Math.max(...scores.map((score, place) => Math.abs(score - (was[place] ?? score))));
  });
}

/** Mean over the classes of the rank correlation between their scores then and now; null where no scores are given. */
export function orderKept({ before, current }: PredictedTwice): number | null {
  const width = current[0]?.scores?.length ?? 0;
  const found = Array.from({ length: width }, (_, place) => {
    const of = (ones: readonly ClassPrediction[]) => ones.map(({ scores }) => scores?.[place] ?? Number.NaN);
    const [then, now] = [of(before), of(current)];
    return [...then, ...now].every(Number.isFinite) ? correlation(midranks(now), midranks(then)) : null;
  }).filter((each) => each !== null);
  return found.length === 0 ? null : found.reduce((sum, each) => sum + each, 0) / found.length;
}

/** `s12: invoice → letter` of the records given, with what may be shown of them. */
export function exampleWords(
  model: ModelConfig,
  rows: readonly Row[],
  shown: PredictedTwice & { readonly id: string; readonly indexes: readonly number[] },
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    shown.indexes.slice(0, 3).map((index, place) => {
      const row = rows[index] ?? {};
      const words = rowWords(model, row);
      const said = `${callOf(shown.before[index])} → ${callOf(shown.current[index])}`;
      return [
        `first ${place + 1}`,
        `${textOf(row[shown.id]) ?? '?'}: ${said}${words === '' ? '' : ` (${words})`}`,
      ];
    }),
  );
}

function callOf(prediction: ClassPrediction | undefined): string {
  if (prediction === undefined) return '?';
  const { predicted, scores } = prediction;
  return scores === null ? predicted : `${predicted} ${Math.max(...scores).toFixed(3)}`;
}

/** How sure a prediction was; null where the pipeline gives no scores. */
export function meanConfidence(predictions: readonly ClassPrediction[]): number | null {
  const sure = predictions.flatMap(({ scores }) => (scores === null ? [] : [Math.max(...scores)]));
  return sure.length === 0 ? null : sure.reduce((sum, each) => sum + each, 0) / sure.length;
}
