import type { Aggregate } from '../../sql/aggregate.ts';
import { all, column, countIf, isDistinctFrom, isNotNull, table, text } from '../../sql/build.ts';
import { HIGHEST_CLASS, PREDICTED_CLASS, hasClassScores } from '../../sql/class-columns.ts';
import type { CheckContext } from '../check.ts';
import { compareShares } from '../compare/compare-shares.ts';
import type { Verdict } from '../evidence.ts';
import type { Answers, Questions } from '../question.ts';
import { countOf, rowsOf, textOf } from '../read-answers.ts';
import { inconclusive, inSegment, windowsOn } from '../windowed.ts';

/** With several classes nothing is cut at a threshold; what can change is whether the class of the highest score is the one predicted. */
export function classDecisionQuestions(context: CheckContext): Questions {
  const { predictions } = context.model;
  if (predictions.predicted === undefined || !hasClassScores(context.model)) return {};
  const { before, after } = windowsOn(context, predictions.time);
  const [highest, predicted] = [column(HIGHEST_CLASS), column(PREDICTED_CLASS)];
  const known = all(isNotNull(highest), isNotNull(predicted));
  const other = all(known, isDistinctFrom(text(highest), text(predicted)));
  const against: Aggregate = {
    kind: 'aggregate',
    from: table('predictions'),
    where: inSegment(context),
    by: { highest },
    measures: {
      before: countIf(all(before, known)),
      after: countIf(all(after, known)),
      otherBefore: countIf(all(before, other)),
      otherAfter: countIf(all(after, other)),
    },
  };
  return { against };
}

export function classDecisionVerdict(context: CheckContext, answers: Answers): Verdict {
  const { predictions } = context.model;
  if (predictions.predicted === undefined)
    return inconclusive(
      'with several classes there is no threshold',
      'The class with the highest score counts as predicted, because no column of predicted classes is configured.',
    );
  if (!hasClassScores(context.model))
    return inconclusive(
      'with several classes there is no threshold',
      'What can be looked at is whether the class of the highest score is predicted: name the scores under predictions.scores.',
    );
  const read = rowsOf(answers, 'against');
  if (read.kind === 'not-read') return inconclusive(read.reason);
  const rows = read.rows.filter((row) => textOf(row['highest']) !== null);
  const total = (key: string): number => rows.reduce((sum, row) => sum + countOf(row[key]), 0);
  if (total('before') === 0 || total('after') === 0)
    return inconclusive('no scores of classes in one of the windows');
  const rule = {
    measure: 'share of predictions that are not the class of the highest score',
    floor: context.thresholds['floor'] ?? 0.01,
    alpha: context.thresholds['alpha'] ?? 0.001,
    direction: 'both' as const,
  };
  const [whole] = compareShares(
    [
      {
        subject: { kind: 'threshold', name: predictions.predicted },
        before: { events: total('otherBefore'), trials: total('before') },
        after: { events: total('otherAfter'), trials: total('after') },
        words: (from, to) =>
          `another class than that of the highest score was predicted in ${from} of requests, now in ${to}`,
      },
    ],
    rule,
  );
  const classes = compareShares(
    rows.map((row) => ({
      subject: { kind: 'class' as const, name: textOf(row['highest']) ?? '' },
      before: { events: countOf(row['otherBefore']), trials: countOf(row['before']) },
      after: { events: countOf(row['otherAfter']), trials: countOf(row['after']) },
      words: (from: string, to: string) =>
        `where ${textOf(row['highest']) ?? ''} has the highest score another class was predicted in ${from}, now in ${to}`,
    })),
    rule,
  );
  const findings = [...(whole === undefined ? [] : [whole]), ...classes];
  const said = [whole, ...classes].filter((finding) => finding?.shifted === true);
  return said.length > 0
    ? {
        answer: 'shifted',
        line: said
          .slice(0, 2)
          .map((finding) => finding?.sentence)
          .join('; '),
        findings,
      }
    : { answer: 'steady', line: 'the class of the highest score is predicted as before', findings };
}
