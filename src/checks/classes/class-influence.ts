import type { Aggregate, Measure, Row } from '../../sql/aggregate.ts';
import {
  any,
  column,
  count,
  during,
  isNotNull,
  number,
  sum,
  sumOfSquares,
  table,
  times,
} from '../../sql/build.ts';
import { PREDICTED_CLASS, scoreOfClass } from '../../sql/class-columns.ts';
import { categoryOf } from '../../symptom/metric-question.ts';
import type { CheckContext } from '../check.ts';
import { eachClass, sayingWhich } from './each-class.ts';
import type { Finding, Verdict } from '../evidence.ts';
import { ofSegment, windowOf } from '../labels/mature-labels.ts';
import type { FeatureProfile } from '../features/profile.ts';
import type { Answer, Answers } from '../question.ts';
import { strongestFirst } from '../compare/strongest-first.ts';

const powers = ['sum', 'squares', 'cubes', 'fourths'] as const;

/** The score of every class by window and bin of one feature: one scan for all of them. */
export function classInfluenceQuestion(context: CheckContext, feature: FeatureProfile): Aggregate {
  const { predictions } = context.model;
  const time = column(predictions.time);
  const { baseline, incident } = context.windows;
  const measures: Record<string, Measure> = { n: count() };
  eachClass(context).forEach(({ name }, place) => {
    const score = number(column(scoreOfClass(name)));
    const square = times(score, score);
    measures[`sum${place}`] = sum(score);
    measures[`squares${place}`] = sumOfSquares(score);
    measures[`cubes${place}`] = sum(times(square, score));
    measures[`fourths${place}`] = sum(times(square, square));
  });
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      any(during(time, baseline), during(time, incident)),
      ...ofSegment(context),
      isNotNull(column(PREDICTED_CLASS)),
    ],
    by: {
      window: windowOf(time, context),
      bin: categoryOf(feature.name, { profile: feature }, (name) => column(name)),
    },
    measures,
    limit: 10_000,
  };
}

/** Each class's score by itself; a feature has shifted when it moves the score of any class otherwise than before. */
export function classInfluenceVerdict(
  context: CheckContext,
  answers: Answers,
  verdictOf: (context: CheckContext, answers: Answers) => Verdict,
): Verdict {
  const classes = eachClass(context).map(({ name, context: own }, place) => ({
    name,
    verdict: verdictOf(own, ofOne(place, answers)),
  }));
  const findings = classes
    .flatMap(({ name, verdict }) =>
      verdict.findings.map((finding): Finding => ({
        ...finding,
        detail: { ...finding.detail, class: name },
        sentence: finding.sentence.replace('the score’s variance', `the variance of the score of ${name}`),
      })),
    )
    .toSorted(strongestFirst);
  const shifted = findings.filter((finding) => finding.shifted);
  if (shifted.length > 0) {
    const line = shifted
      .slice(0, 3)
      .map((finding) => finding.sentence)
      .join('; ');
    return sayingWhich(context, { answer: 'shifted', line, findings });
  }
  const undecided = classes.find(({ verdict }) => verdict.answer === 'inconclusive');
  if (undecided !== undefined) return { ...undecided.verdict, findings };
  const line = 'features move the scores of all classes as before';
  return sayingWhich(context, { answer: 'steady', line, findings });
}

/** The sums of one class under the names of a model of one. */
function ofOne(place: number, answers: Answers): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]): [string, Answer] => [
      name,
      answer.kind === 'rows' ? { ...answer, rows: answer.rows.map((row) => rowOfOne(place, row)) } : answer,
    ]),
  );
}

function rowOfOne(place: number, row: Row): Row {
  return {
    window: row['window'] ?? null,
    bin: row['bin'] ?? null,
    n: row['n'] ?? null,
    ...Object.fromEntries(powers.map((power) => [power, row[`${power}${place}`] ?? null])),
  };
}
