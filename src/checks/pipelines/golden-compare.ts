import type { Row } from '../../sql/aggregate.ts';
import { auc } from '../../statistics/auc/auc.ts';
import { midranks } from '../../statistics/auc/midranks.ts';
import { pairedAucDifference } from '../../statistics/auc/paired-auc-difference.ts';
import type { Difference } from '../../statistics/estimate.ts';
import { pairedMeanDifference } from '../../statistics/mean/paired-mean-difference.ts';
import type { CheckContext } from '../check.ts';
import { correlation } from './correlation.ts';
import type { Finding, Verdict } from '../evidence.ts';
import { numberOf, textOf } from '../read-answers.ts';
import { rowWords } from '../features/shown-columns.ts';
import { spreadOf } from './spread.ts';

type Comparison = {
  readonly context: CheckContext;
  readonly rows: readonly Row[];
  readonly current: readonly number[];
  readonly before: readonly number[];
};

/** The same samples through both pipelines: how many differ, and whether the metric is another one (paired). */
export function compareGolden({ context, rows, current, before }: Comparison): Verdict {
  const { pipelines } = context.model;
  const limit = (name: string, otherwise: number): number => context.thresholds[name] ?? otherwise;
  const isValue = context.model.task === 'regression';
  // Probabilities share one scale; values of a regression are measured by how far they spread.
  const tolerance = limit('tolerance', 0.001) * (isValue ? spreadOf(before) : 1);
  const sameVersion =
    pipelines?.previous === undefined || pipelines.current.version === pipelines.previous.version;
  const differing = current.flatMap((score, index) =>
    Math.abs(score - (before[index] ?? score)) > tolerance ? [index] : [],
  );
  const share = differing.length / current.length;
  const labels = labelsOf(rows);
  const metric = labels === null ? null : goldenMetric({ before, current, labels, isValue });
  const name = pipelines?.current.version ?? 'current';
  const wordsOf = (index: number): string => {
    const row = rows[index] ?? {};
    const words = rowWords(context.model, row);
    const scores = `${(before[index] ?? 0).toFixed(3)} → ${(current[index] ?? 0).toFixed(3)}`;
    return `${textOf(row['sample id']) ?? '?'}: ${scores}${words === '' ? '' : ` (${words})`}`;
  };
  const known = metric?.difference ?? null;
  const harm = known === null ? 0 : isValue ? known.value : -known.value;
  const least = metric?.floor ?? limit('aucFloor', 0.01);
  const lost = known !== null && known.pValue <= limit('alpha', 0.01) && harm >= least;
  const detail = {
    sameVersion,
    shareDiffering: share,
    meanCurrent: mean(current),
    meanBefore: mean(before),
    meanLabel: labels === null ? null : mean(labels),
    stretch: isValue ? null : stretchOf(current, before),
    rankCorrelation: correlation(midranks(current), midranks(before)),
    metric: metric?.name ?? null,
    metricCurrent: metric?.after ?? null,
    metricBefore: metric?.before ?? null,
    largest: largestDifference(current, before),
    firstDiffering: differing
      .slice(0, 3)
      .map((index) => textOf(rows[index]?.['sample id']) ?? '')
      .join(', '),
    ...Object.fromEntries(
      differing.slice(0, 3).map((index, place) => [`first ${place + 1}`, wordsOf(index)]),
    ),
  };
  const shifted = sameVersion
    ? share > limit('floor', 0.01) || lost
    : lost || (!isValue && offCalibration(detail));
  const sentence = sentenceOf({ name, detail, shifted, n: current.length });
  const finding: Finding = {
    subject: { kind: 'version', name },
    measure: `${metric?.name ?? 'score'} on the golden set`,
    unit: isValue ? 'value' : 'score',
    before: detail.metricBefore,
    after: detail.metricCurrent,
    effect: known?.value ?? null,
    low: known?.interval.low ?? null,
    high: known?.interval.high ?? null,
    nBefore: before.length,
    nAfter: current.length,
    test: known?.test ?? null,
    p: known?.pValue ?? null,
    adjustedP: known?.pValue ?? null,
    threshold: least,
    shifted,
    detail,
    sentence,
  };
  return { answer: shifted ? 'shifted' : 'steady', line: sentence, findings: [finding] };
}

type GoldenMetric = {
  readonly name: 'AUC' | 'MAE';
  readonly before: number | null;
  readonly after: number | null;
  /** Null when nothing can be told apart. */
  readonly difference: Difference | null;
  /** What a harmless retrain moves, of an error: a twentieth of it. */
  readonly floor: number | null;
};

/** AUC with DeLong's paired test for probabilities, mean absolute error with the paired t test for values. */
function goldenMetric(scored: {
  readonly before: readonly number[];
  readonly current: readonly number[];
  readonly labels: readonly number[];
  readonly isValue: boolean;
}): GoldenMetric {
  const { before, current, labels } = scored;
  if (scored.isValue) {
    const errorsOf = (scores: readonly number[]): readonly number[] =>
      scores.map((score, i) => Math.abs(score - (labels[i] ?? score)));
    const [then, now] = [errorsOf(before), errorsOf(current)];
    const found = pairedMeanDifference({ before: then, after: now });
    const difference = found.kind === 'estimate' ? found : null;
    return { name: 'MAE', before: mean(then), after: mean(now), difference, floor: 0.05 * mean(then) };
  }
  const found = pairedAucDifference({ before, after: current, labels });
  const [then, now] = [auc(before, labels), auc(current, labels)];
  return {
    name: 'AUC',
    before: then.kind === 'estimate' ? then.value : null,
    after: now.kind === 'estimate' ? now.value : null,
    difference: found.kind === 'estimate' ? found : null,
    floor: null,
  };
}

function largestDifference(current: readonly number[], before: readonly number[]): number {
  return current.reduce((most, score, i) => Math.max(most, Math.abs(score - (before[i] ?? score))), 0);
}

type Detail = {
  readonly sameVersion: boolean;
  readonly shareDiffering: number;
  readonly meanCurrent: number;
  readonly meanBefore: number;
  readonly meanLabel: number | null;
  readonly rankCorrelation: number | null;
  /** Spread of the log-odds now over that before. */
  readonly stretch: number | null;
  readonly metric: string | null;
  readonly metricCurrent: number | null;
  readonly metricBefore: number | null;
};

/** How far a retrain that is as good as the last moves the mean score, and how much it stretches the log-odds, at most. */
const USUAL_LEVEL = 0.03;
const USUAL_STRETCH = 1.25;

/**
 * Another version that orders the samples alike and yet speaks on another scale. Held against the version before, not against the
 * labels: a golden set is hardly ever drawn in the proportions of the traffic.
 */
function offCalibration(detail: Detail): boolean {
  if ((detail.rankCorrelation ?? 0) <= 0.97) return false;
  const { meanCurrent, meanBefore, stretch } = detail;
  return (
    Math.abs(meanCurrent - meanBefore) >= USUAL_LEVEL ||
    (stretch !== null && (stretch >= USUAL_STRETCH || stretch <= 1 / USUAL_STRETCH))
  );
}

const SMALLEST = 1e-6;

/** The spread of the log-odds now over that before; null where the scores do not spread. */
function stretchOf(current: readonly number[], before: readonly number[]): number | null {
  const odds = (score: number): number => {
    const inside = Math.min(1 - SMALLEST, Math.max(SMALLEST, score));
    return Math.log(inside / (1 - inside));
  };
  const [now, then] = [spreadOf(current.map(odds)), spreadOf(before.map(odds))];
  return then > 0 && now > 0 ? now / then : null;
}

function sentenceOf(said: {
  readonly name: string;
  readonly detail: Detail & { readonly firstDiffering: string };
  readonly shifted: boolean;
  readonly n: number;
}): string {
  const { detail } = said;
  const metric =
    detail.metricBefore === null || detail.metricCurrent === null
      ? ''
      : `, ${detail.metric ?? ''} ${detail.metricBefore.toFixed(3)} → ${detail.metricCurrent.toFixed(3)}`;
  const share = `${(detail.shareDiffering * 100).toFixed(detail.shareDiffering < 0.1 ? 1 : 0)} %`;
  if (!said.shifted) return `${said.n} golden samples pass on ${said.name}${metric}`;
  const how = detail.sameVersion ? `although the version is the same` : `from the previous version`;
  if (!detail.sameVersion && offCalibration(detail))
    return `${said.name} orders ${said.n} golden samples as before on another scale: mean score ${detail.meanBefore.toFixed(3)} → ${detail.meanCurrent.toFixed(3)}${detail.stretch === null ? '' : `, log-odds stretched ${detail.stretch.toFixed(2)} times`}${metric}; first: ${detail.firstDiffering}`;
  return `${share} of ${said.n} golden samples score differently ${how}${metric}; first: ${detail.firstDiffering}`;
}

function labelsOf(rows: readonly Row[]): readonly number[] | null {
  const labels = rows.map((row) => numberOf(row['sample label']));
  const known = labels.filter((label) => label !== null);
  return known.length === labels.length ? known : null;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
