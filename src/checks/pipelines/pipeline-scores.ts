import type { Cell, Row } from '../../sql/aggregate.ts';
import type { Answers, ClassPrediction } from '../question.ts';

/** A record as a pipeline takes it: the configured features of a row and nothing else. */
export function recordOf(row: Row, features: readonly string[]): Readonly<Record<string, Cell>> {
  return Object.fromEntries(features.map((feature) => [feature, row[feature] ?? null]));
}

/** One finite score a record from the pipeline of this name, or the reason in words why not. */
export function scoresOf(
  answers: Answers,
  name: string,
  records: number,
): { readonly scores: readonly number[] } | { readonly reason: string } {
  const answer = answers[name];
  if (answer === undefined) return { reason: `nothing came back from the ${name} pipeline` };
  switch (answer.kind) {
    case 'scores':
      if (answer.scores.length !== records)
        return {
          reason: `the ${name} pipeline gave ${answer.scores.length} scores for ${records} samples`,
        };
      return answer.scores.every((score) => Number.isFinite(score))
        ? { scores: answer.scores }
        : { reason: `the ${name} pipeline gave scores that are not numbers` };
    case 'classes':
      return { reason: `the ${name} pipeline answered with classes where scores were expected` };
    case 'rows':
      return { reason: `the ${name} pipeline answered with rows where scores were expected` };
    case 'failed':
      return { reason: `${answer.source}: ${answer.message}. What to do: ${answer.hint}` };
  }
}

/** One class a record from the pipeline of this name, or the reason in words why not. */
export function classesOf(
  answers: Answers,
  name: string,
  records: number,
): { readonly predictions: readonly ClassPrediction[] } | { readonly reason: string } {
  const answer = answers[name];
  if (answer?.kind !== 'classes') {
    const failed = scoresOf(answers, name, records);
    return 'reason' in failed
      ? failed
      : { reason: `the ${name} pipeline gave scores where classes were expected` };
  }
  return answer.predictions.length === records
    ? { predictions: answer.predictions }
    : { reason: `the ${name} pipeline gave ${answer.predictions.length} classes for ${records} samples` };
}
