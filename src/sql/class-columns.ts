import type { ModelConfig } from '../config/schema.ts';
import { CONFIDENCE } from '../config/schema/tables-schema.ts';
import type { Expression } from './aggregate.ts';
import { caseWhen, column, entry, eq, gte, isNull, minus, number, plus, times } from './build.ts';

/** 1 where the predicted class is the true one, 0 where it is not, null while the label is unknown. */
export const CORRECT = '[predicted right]';
/** Names of classes; what is none of the configured ones is `OTHER_CLASS`. */
export const PREDICTED_CLASS = '[predicted class]';
export const TRUE_CLASS = '[true class]';
export const OTHER_CLASS = '[none of the classes]';
/** The score that the true class got. */
export const TRUE_SCORE = '[score of the true class]';
/** Squared distance of the scores from the outcome, over all classes (Brier 1950): 0 to 2. */
export const SQUARED_DISTANCE = '[squared distance]';
/** The class with the highest score. */
export const HIGHEST_CLASS = '[class of the highest score]';

export const scoreOfClass = (name: string): string => `[score of ${name}]`;
export const isClass = (name: string): string => `[is ${name}]`;
export const isPredicted = (name: string): string => `[predicted ${name}]`;

/**
 * The columns that a model of several classes makes out of its logs, so that every question may read them like stored ones: what was
 * predicted, whether rightly, and each class against the rest. Without scores a class has 1 where it was predicted and 0 elsewhere.
 */
export function classColumns(model: ModelConfig): Readonly<Record<string, Expression>> {
  if (model.task !== 'multiclass') return {};
  const { predictions } = model;
  const classes = predictions.classes ?? [];
  const scores = classes.map((name, place) => storedScore(model, name, place));
  const referred = scores.map((score, place) =>
    score?.kind === 'entry' ? column(scoreOfClass(classes[place] ?? '')) : score,
  );
  const known = referred.filter((score) => score !== null);
  const highest = known.length === classes.length ? highestOf(classes, known) : null;
  const predicted = predictions.predicted === undefined ? highest : column(predictions.predicted);
  if (predicted === null) return {};
  const hard = (name: string): Expression => indicator(predicted, eq(predicted, name));
  // What is taken out of a column that holds all of them is taken out once, and read by its name.
  const scoreAt = (place: number): Expression => referred[place] ?? hard(classes[place] ?? '');
  const asName = (of: Expression): Expression =>
    caseWhen([[isNull(of), null], ...classes.map((name) => [eq(of, name), name] as const)], OTHER_CLASS);
  const scoreWhere = (of: Expression): Expression =>
    caseWhen(classes.map((name, place) => [eq(of, name), scoreAt(place)] as const));
  const derived: Record<string, Expression> = {
    [PREDICTED_CLASS]: asName(predicted),
    [CONFIDENCE]: scoreWhere(predicted),
    ...(highest === null ? {} : { [HIGHEST_CLASS]: highest }),
  };
  classes.forEach((name, place) => {
    derived[scoreOfClass(name)] = scores[place] ?? hard(name);
    derived[isPredicted(name)] = hard(name);
  });
  if (predictions.label === undefined) return derived;
  const label = column(predictions.label.column);
  classes.forEach((name) => {
    derived[isClass(name)] = indicator(label, eq(label, name));
  });
  const distances = classes.map((name, place) => {
    const gap = minus(scoreAt(place), indicator(label, eq(label, name)));
    return times(gap, gap);
  });
  derived[TRUE_CLASS] = asName(label);
  derived[CORRECT] = caseWhen(
    [
      [isNull(label), null],
      [isNull(predicted), null],
      [eq(predicted, label), 1],
    ],
    0,
  );
  derived[TRUE_SCORE] = scoreWhere(label);
  derived[SQUARED_DISTANCE] = distances.reduce((sum, each) => plus(sum, each));
  return derived;
}

/** Does the configuration say where the score of every class is? */
export function hasClassScores({ predictions }: ModelConfig): boolean {
  const { scores } = predictions;
  if (scores === undefined) return false;
  return (
    typeof scores === 'string' || (predictions.classes ?? []).every((name) => Object.hasOwn(scores, name))
  );
}

function storedScore({ predictions }: ModelConfig, name: string, place: number): Expression | null {
  const { scores } = predictions;
  if (scores === undefined) return null;
  if (typeof scores === 'string') return entry(scores, name, place);
  const stored = Object.hasOwn(scores, name) ? scores[name] : undefined;
  return stored === undefined ? null : number(column(stored));
}

/** The first of the highest; null where no score is there. */
function highestOf(classes: readonly string[], scores: readonly Expression[]): Expression {
  const beats = (place: number): Expression => ({
    kind: 'all',
    of: scores.flatMap((other, at) => {
      const mine = scores[place];
      if (at === place || mine === undefined) return [];
      return [{ kind: 'any' as const, of: [gte(mine, other), isNull(other)] }];
    }),
  });
  return caseWhen(
    classes.map((name, place) => {
      const mine = scores[place];
      const there: readonly Expression[] = mine === undefined ? [] : [{ kind: 'not', of: isNull(mine) }];
      return [{ kind: 'all', of: [...there, beats(place)] }, name] as const;
    }),
  );
}

/** 1, 0, or null where nothing is known. */
function indicator(of: Expression, when: Expression): Expression {
  return caseWhen(
    [
      [isNull(of), null],
      [when, 1],
    ],
    0,
  );
}
