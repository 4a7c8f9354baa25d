import { column, number, numberBin } from '../../sql/build.ts';
import { PREDICTED_CLASS, hasClassScores, scoreOfClass } from '../../sql/class-columns.ts';
import { answerWith } from '../answer-with.ts';
import { binQuestion, readBins, rowsIn } from '../features/bin-counts.ts';
import type { CheckContext } from '../check.ts';
import { compareCategories, type BinCounts, type DriftSubject } from '../compare/compare-categories.ts';
import { compareShares } from '../compare/compare-shares.ts';
import { eachClass, sayingWhich } from './each-class.ts';
import type { Finding, Verdict } from '../evidence.ts';
import type { Answers, Question, Questions } from '../question.ts';
import { inconclusive } from '../windowed.ts';

const PREDICTED = 'predicted class';

/** Tenths: a class's scores are mostly near 0, and finer bins there say nothing to a person. */
const edges = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/** Rows by predicted class, and by score of each class where the logs hold them. */
export function classDriftQuestions(context: CheckContext): Questions {
  const scores: Record<string, Question> = {};
  if (hasClassScores(context.model))
    eachClass(context).forEach(({ name }, place) => {
      const score = number(column(scoreOfClass(name)));
      scores[`${place}: scores`] = binQuestion(context, numberBin(score, edges));
    });
  return { classes: binQuestion(context, column(PREDICTED_CLASS)), ...scores };
}

/** Are classes predicted as often as before, and with the same scores? */
export function classDriftVerdict(context: CheckContext, answers: Answers): Verdict {
  const counts = readBins(answers, 'classes');
  if ('reason' in counts) return inconclusive(counts.reason);
  const rows = { before: rowsIn(counts, 'before'), after: rowsIn(counts, 'after') };
  if (rows.before === 0) return inconclusive('no predictions in the baseline window');
  if (rows.after === 0) return inconclusive('no predictions in the incident window');
  if (counts.size < 2) return inconclusive('one and the same class is predicted in both windows');
  const { floor = 0.05, alpha = 0.001 } = context.thresholds;
  const subjects: DriftSubject[] = [
    { subject: { kind: 'metric', name: PREDICTED }, counts },
    ...eachClass(context).flatMap(({ name }, place): DriftSubject[] => {
      const scores = readBins(answers, `${place}: scores`, (bin) =>
        typeof bin === 'number' ? rangeWords(bin) : bin,
      );
      return 'reason' in scores ? [] : [{ subject: { kind: 'class', name }, counts: scores }];
    }),
  ];
  const found = compareCategories(subjects, {
    floor,
    alpha,
    words: ({ name, psi, bin, from, to }) =>
      name === PREDICTED
        ? `classes are predicted otherwise: PSI ${psi}, ${bin} ${from} → ${to}`
        : `scores of ${name} moved: PSI ${psi}, scores ${bin} ${from} → ${to}`,
  });
  const whole = found.find(({ subject }) => subject.name === PREDICTED && subject.kind === 'metric');
  const shares = sharesOf(counts, rows, { alpha, whole });
  const scores = found.filter((finding) => finding !== whole);
  const findings = [...(whole === undefined ? [] : [whole]), ...shares, ...scores].toSorted(
    (a, b) => Number(b.shifted) - Number(a.shifted),
  );
  const verdict = answerWith(findings, 'classes are predicted as often as before, and as surely');
  return hasClassScores(context.model) ? sayingWhich(context, verdict) : verdict;
}

/** Which class gained and which lost; each counts as shifted only where the classes as a whole did. */
function sharesOf(
  counts: BinCounts,
  rows: { readonly before: number; readonly after: number },
  judged: { readonly alpha: number; readonly whole: Finding | undefined },
): readonly Finding[] {
  const pairs = [...counts].map(([name, each]) => ({
    subject: { kind: 'class' as const, name },
    before: { events: each.before, trials: rows.before },
    after: { events: each.after, trials: rows.after },
    words: (from: string, to: string) => `${name} went from ${from} to ${to} of predictions`,
  }));
  return compareShares(pairs, {
    measure: 'share of predictions',
    floor: 0.01,
    alpha: judged.alpha,
    direction: 'both',
  }).map((finding) => ({ ...finding, shifted: finding.shifted && judged.whole?.shifted === true }));
}

function rangeWords(bin: number): string {
  return `${bin === 0 ? 0 : (edges[bin - 1] ?? 1)} to ${edges[bin] ?? 1}`;
}
