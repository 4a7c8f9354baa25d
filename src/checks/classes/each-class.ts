import type { ModelConfig } from '../../config/schema.ts';
import { oneClassOf, topClassOf } from '../../symptom/one-class.ts';
import type { CheckContext } from '../check.ts';
import type { Answers, Questions } from '../question.ts';

/** Each class costs questions of its own: so many are looked at one by one, in the order of the configuration. */
const MOST_CLASSES = 20;

export type OfClass = { readonly name: string; readonly context: CheckContext };

/** The classes against the rest, each as a context of its own. `alpha` is divided among them, as Bonferroni does. */
export function eachClass(context: CheckContext): readonly OfClass[] {
  const classes = (context.model.predictions.classes ?? []).slice(0, MOST_CLASSES);
  const { alpha } = context.thresholds;
  const thresholds =
    alpha === undefined ? context.thresholds : { ...context.thresholds, alpha: alpha / classes.length };
  return classes.map((name) => ({
    name,
    context: { ...context, thresholds, model: oneClassOf(context.model, name) },
  }));
}

/** The predicted class, as a context of its own: was it right, and how sure was the model? */
export function topClass(context: CheckContext): CheckContext {
  return { ...context, model: topClassOf(context.model) };
}

/** One class's questions beside those of the others. */
export function named(place: number, questions: Questions): Questions {
  return Object.fromEntries(Object.entries(questions).map(([name, each]) => [`${place}: ${name}`, each]));
}

/** The answers to one class's questions, under the names that it asked by, with those that all classes share. */
export function answersOf(place: number, answers: Answers, common: readonly string[] = []): Answers {
  const prefix = `${place}: `;
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, answer]) => {
      if (name.startsWith(prefix)) return [[name.slice(prefix.length), answer] as const];
      return common.includes(name) ? [[name, answer] as const] : [];
    }),
  );
}

/** ` (the first 20 of 64 classes)`, where not all were looked at. */
export function lookedAt({ predictions }: ModelConfig): string {
  const all = predictions.classes?.length ?? 0;
  return all > MOST_CLASSES ? ` (the first ${MOST_CLASSES} of ${all} classes)` : '';
}
