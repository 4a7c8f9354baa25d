import { scoreEdges } from '../../symptom/metric-question.ts';
import type { Aggregate, Expression, Row } from '../../sql/aggregate.ts';
import {
  all,
  any,
  column,
  count,
  countIf,
  during,
  isNotNull,
  number,
  numberBin,
  sum,
  sumOfSquares,
  table,
} from '../../sql/build.ts';
import type { CalibrationBin } from '../../statistics/calibration/calibration-bins.ts';
import type { CheckContext } from '../check.ts';
import { isPositive, maturelyLabelled, ofSegment, windowOf, type Maturity } from './mature-labels.ts';
import { countOf, numberOf } from '../read-answers.ts';

/** Score bins that are fine enough for an AUC: every bin of `scoreEdges`. */
export const fineBins = scoreEdges.length + 1;

/** Scores and their mature labels in both windows, added up by score bin and by whatever `by` names. */
export function labelledScores(
  context: CheckContext,
  maturity: Maturity,
  by: Readonly<Record<string, Expression>> = {},
): Aggregate {
  const { predictions } = context.model;
  const { baseline, incident } = context.windows;
  const time = column(predictions.time);
  const score = number(column(predictions.score));
  const positive = isPositive(context);
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      any(during(time, baseline), during(time, incident)),
      ...ofSegment(context),
      ...maturelyLabelled(context, maturity),
      isNotNull(score),
    ],
    by: { window: windowOf(time, context), bin: numberBin(score, scoreEdges), ...by },
    measures: {
      n: count(),
      positives: countIf(positive),
      score: sum(score),
      squares: sumOfSquares(score),
      scoreOfPositives: sum(score, all(positive)),
    },
    limit: 100_000,
  };
}

/** The bins of one window, each added up over the rows for which `keep` holds. */
export function binsOf(
  rows: readonly Row[],
  window: 'before' | 'after',
  keep: (row: Row) => boolean = () => true,
): readonly CalibrationBin[] {
  const bins = Array.from({ length: fineBins }, () => ({
    n: 0,
    scoreSum: 0,
    scoreSquareSum: 0,
    positives: 0,
    scoreOfPositivesSum: 0,
  }));
  for (const row of rows) {
    const bin = bins[numberOf(row['bin']) ?? -1];
    if (bin === undefined || row['window'] !== window || !keep(row)) continue;
    bin.n += countOf(row['n']);
    bin.scoreSum += countOf(row['score']);
    bin.scoreSquareSum += countOf(row['squares']);
    bin.positives += countOf(row['positives']);
    bin.scoreOfPositivesSum += countOf(row['scoreOfPositives']);
  }
  return bins;
}

/** Positives and negatives per bin, as an AUC wants them. */
export function histogramOf(bins: readonly CalibrationBin[]) {
  return {
    positives: bins.map((bin) => bin.positives),
    negatives: bins.map((bin) => bin.n - bin.positives),
  };
}

/** Rows and positives over all bins. */
export function totalOf(bins: readonly CalibrationBin[]): {
  readonly trials: number;
  readonly events: number;
} {
  return {
    trials: bins.reduce((sum_, bin) => sum_ + bin.n, 0),
    events: bins.reduce((sum_, bin) => sum_ + bin.positives, 0),
  };
}
