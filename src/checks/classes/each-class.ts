import { oneClassOf, topClassOf } from '../../symptom/one-class.ts';
import type { CheckContext } from '../check.ts';
import type { Verdict } from '../evidence.ts';
import type { Answers, Questions } from '../question.ts';
import { MOST_CLASSES } from './common-classes.ts';

export type OfClass = { readonly name: string; readonly context: CheckContext };

/** The classes against the rest, each as a context of its own. `alpha` is divided among them, as Bonferroni does. */
export function eachClass(context: CheckContext): readonly OfClass[] {
  const classes = context.classes ?? (context.model.predictions.classes ?? []).slice(0, MOST_CLASSES);
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

/** The same verdict; where not all classes were looked at one by one, its line says which were, and how many were not. */
export function sayingWhich({ model, classes }: CheckContext, verdict: Verdict): Verdict {
  const all = model.predictions.classes?.length ?? 0;
  if (all <= MOST_CLASSES || verdict.answer === 'inconclusive') return verdict;
  const which = classes === undefined ? 'first in the configuration' : 'commonest';
  const words = `of ${all} classes the ${MOST_CLASSES} ${which} were looked at one by one, ${all - MOST_CLASSES} were not`;
  return { ...verdict, line: `${verdict.line} (${words})` };
}
