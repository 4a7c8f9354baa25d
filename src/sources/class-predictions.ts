import { z } from 'zod';
import type { ClassPrediction } from '../checks/question.ts';
import type { ModelConfig, PipelineConfig } from '../config/schema.ts';

type Predictions = ModelConfig['predictions'];

/** What a pipeline of several classes said of each record, or the reason in words why its answer cannot be read. */
export type ReadClasses = { readonly read: readonly ClassPrediction[] } | { readonly reason: string };

const Plain = z.union([z.string(), z.number(), z.boolean()]);
const ByName = z.record(z.string(), z.unknown());
const MlflowAnswer = z.object({ predictions: z.array(z.unknown()) });
const OpenInferenceAnswer = z.object({
  outputs: z.array(z.object({ name: z.string(), data: z.array(z.unknown()) })).min(1),
});

/**
 * Several classes come back in several ways: the name of the class; the scores in the order of the classes; or an object a record with
 * a score by class (under the class's name or its column's) and perhaps the predicted one. Open Inference: tensors of the same.
 */
export function readClassPredictions(
  protocol: PipelineConfig['protocol'],
  body: unknown,
  asked: { readonly records: number; readonly predictions: Predictions },
): ReadClasses {
  const { records, predictions } = asked;
  const rows = protocol === 'mlflow' ? mlflowRows(body) : openInferenceRows(body, asked);
  if (rows === null) return { reason: 'the pipeline answered something that is no list of predictions' };
  if (rows.length !== records)
    return { reason: `the pipeline answered ${rows.length} predictions for ${records} records` };
  const read: ClassPrediction[] = [];
  for (const row of rows) {
    const one = predictionIn(row, predictions);
    if ('reason' in one) return one;
    read.push(one);
  }
  return { read };
}

function mlflowRows(body: unknown): readonly unknown[] | null {
  const parsed = MlflowAnswer.safeParse(body);
  return parsed.success ? parsed.data.predictions : null;
}

/** Tensors of one value a record become a field each; one of as many values as there are classes becomes the list of scores. */
function openInferenceRows(
  body: unknown,
  { records, predictions }: { readonly records: number; readonly predictions: Predictions },
): readonly unknown[] | null {
  const parsed = OpenInferenceAnswer.safeParse(body);
  if (!parsed.success) return null;
  const { outputs } = parsed.data;
  const width = predictions.classes?.length ?? 0;
  const wide = outputs.find(({ data }) => data.length === records * width);
  const narrow = outputs.filter(({ data }) => data.length === records);
  if (wide === undefined && narrow.length === 0) return [];
  return Array.from({ length: records }, (_, at) => {
    const fields = Object.fromEntries(narrow.map(({ name, data }) => [name, data[at]]));
    const [only] = narrow;
    if (wide !== undefined) return wide.data.slice(at * width, (at + 1) * width);
    return narrow.length === 1 ? only?.data[at] : fields;
  });
}

const saysClass = ['predicted', 'predicted_class', 'prediction', 'class', 'label'];

function predictionIn(row: unknown, predictions: Predictions): ClassPrediction | { readonly reason: string } {
  const classes = predictions.classes ?? [];
  if (Array.isArray(row)) {
    return row.length === classes.length
      ? fromScores(row, classes)
      : { reason: `a prediction holds ${row.length} scores, and there are ${classes.length} classes` };
  }
  const plain = Plain.safeParse(row);
  if (plain.success) return fromName(String(plain.data), null, classes);
  const fields = ByName.safeParse(row);
  if (!fields.success) return { reason: 'a prediction is neither a class nor scores of classes' };
  const { scores } = predictions;
  const columnOf = (name: string): string => (typeof scores === 'object' ? (scores[name] ?? name) : name);
  const found = classes.map((name) => fields.data[name] ?? fields.data[columnOf(name)]);
  const scored = found.every((score) => score !== undefined) ? fromScores(found, classes) : null;
  if (scored !== null && 'reason' in scored) return scored;
  const names = [...(predictions.predicted === undefined ? [] : [predictions.predicted]), ...saysClass];
  const said = names.flatMap((name) => Plain.safeParse(fields.data[name]).data ?? [])[0];
  if (said !== undefined) return fromName(String(said), scored?.scores ?? null, classes);
  return (
    scored ?? {
      reason: `a prediction names none of the classes: ${Object.keys(fields.data).slice(0, 5).join(', ')}`,
    }
  );
}

function fromName(
  name: string,
  scores: readonly number[] | null,
  classes: readonly string[],
): ClassPrediction | { readonly reason: string } {
  return classes.includes(name)
    ? { predicted: name, scores }
    : { reason: `'${name.slice(0, 40)}' is not one of the classes in fishbone.yml` };
}

function fromScores(
  row: readonly unknown[],
  classes: readonly string[],
): (ClassPrediction & { readonly scores: readonly number[] }) | { readonly reason: string } {
  const scores = row.filter((score): score is number => typeof score === 'number' && Number.isFinite(score));
  if (scores.length !== classes.length) return { reason: 'a score of a class is no finite number' };
  if (scores.some((score) => score < 0 || score > 1))
    return { reason: 'a score of a class lies outside 0..1' };
  const predicted = classes[scores.indexOf(Math.max(...scores))] ?? '';
  return { predicted, scores };
}
