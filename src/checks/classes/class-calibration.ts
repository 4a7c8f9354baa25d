import type { Expression } from '../../sql/aggregate.ts';
import { hasClassScores } from '../../sql/class-columns.ts';
import { knowsConfidence } from '../../symptom/class-metric.ts';
import { calibrationOf, compareCalibration } from '../metric/calibration-compare.ts';
import type { CheckContext } from '../check.ts';
import { eachClass, named, sayingWhich, topClass } from './each-class.ts';
import type { Finding, Verdict } from '../evidence.ts';
import { binsOf, labelledScores } from '../labels/labelled-scores.ts';
import type { Maturity } from '../labels/mature-labels.ts';
import type { Answers, Questions } from '../question.ts';
import { rowsOrNone } from '../read-answers.ts';
import { inconclusive } from '../windowed.ts';

/** The predicted class by version, and each class against the rest. */
export function classCalibrationQuestions(
  context: CheckContext,
  maturity: Maturity,
  by: Readonly<Record<string, Expression>>,
): Questions {
  if (!knowsConfidence(context.model)) return {};
  const classes = hasClassScores(context.model)
    ? eachClass(context).map(({ context: own }, place) =>
        named(place, { scores: labelledScores(own, maturity) }),
      )
    : [];
  return {
    scores: labelledScores(topClass(context), maturity, by),
    ...(Object.assign({}, ...classes) as Questions),
  };
}

/**
 * Do confident predictions still come true as often as they say (top-label), and does each class's score still say how likely the class
 * is (one against the rest)? `top` is the verdict on the first; classes with too few labels to tell are left out.
 */
export function classCalibrationVerdict(context: CheckContext, answers: Answers, top: Verdict): Verdict {
  if (context.model.predictions.label === undefined) return top;
  if (!knowsConfidence(context.model))
    return inconclusive(
      'the logs hold no scores',
      'Calibration is a property of probabilities: name them under predictions.scores, or that of the predicted class under predictions.score.',
    );
  const classes = eachClass(context).flatMap(({ name, context: own }, place): readonly Finding[] => {
    const rows = rowsOrNone(answers, `${place}: scores`);
    const [before, after] = [calibrationOf(binsOf(rows, 'before')), calibrationOf(binsOf(rows, 'after'))];
    if ('reason' in before || 'reason' in after) return [];
    return compareCalibration(own, { before, after, version: null, others: false, of: name });
  });
  const findings = [...top.findings, ...classes].toSorted((a, b) => Number(b.shifted) - Number(a.shifted));
  const shifted = classes
    .filter((finding) => finding.shifted)
    .toSorted((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0));
  const said = shifted.slice(0, 3).map((finding) => finding.sentence);
  const more = shifted.length > said.length ? `; and ${shifted.length - said.length} more` : '';
  if (top.answer === 'inconclusive' && shifted.length === 0) return { ...top, findings };
  const says = (answer: 'shifted' | 'steady', line: string): Verdict =>
    hasClassScores(context.model)
      ? sayingWhich(context, { answer, line, findings })
      : { answer, line, findings };
  if (top.answer === 'shifted') return says('shifted', [top.line, ...said].join('; ') + more);
  if (shifted.length > 0) return says('shifted', said.join('; ') + more);
  return says('steady', `${top.line}, and each class against the rest`);
}
