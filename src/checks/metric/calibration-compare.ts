import { aucDifference } from '../../statistics/auc/auc-difference.ts';
import { histogramAuc } from '../../statistics/auc/histogram-auc.ts';
import { brierDecomposition } from '../../statistics/calibration/brier-decomposition.ts';
import type { CalibrationBin } from '../../statistics/calibration/calibration-bins.ts';
import { expectedCalibrationError } from '../../statistics/calibration/expected-calibration-error.ts';
import { logisticRecalibration } from '../../statistics/calibration/logistic-recalibration.ts';
import { spiegelhalterZ } from '../../statistics/calibration/spiegelhalter.ts';
import { normalTwoSided } from '../../statistics/distribution/normal.ts';
import { meanDifference } from '../../statistics/mean/mean-difference.ts';
import type { Moments } from '../../statistics/mean/moments.ts';
import { ofTopClass } from '../../symptom/one-class.ts';
import { benjaminiHochberg } from '../../statistics/multiplicity/benjamini-hochberg.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';
import { histogramOf, totalOf } from '../labels/labelled-scores.ts';

/** How well scores are calibrated in one window. `gap` is label − score by row; a null could not be told. */
export type Calibration = {
  readonly n: number;
  readonly gap: Moments;
  readonly slope: { readonly value: number; readonly standardError: number } | null;
  readonly spiegelhalter: number | null;
  readonly ece: number | null;
  readonly reliability: number | null;
  readonly resolution: number | null;
  readonly auc: ReturnType<typeof histogramAuc>;
};

/** Calibration of one window, or why there is none. Bins must hold scores within 0..1. */
export function calibrationOf(bins: readonly CalibrationBin[]): Calibration | { readonly reason: string } {
  const total = totalOf(bins);
  if (total.trials === 0) return { reason: 'no labels' };
  if (total.events === 0 || total.events === total.trials) return { reason: 'labels of one class only' };
  const points = bins
    .filter((bin) => bin.n > 0)
    .map((bin) => ({ score: bin.scoreSum / bin.n, n: bin.n, positives: bin.positives }));
  if (points.some(({ score }) => score < 0 || score > 1)) return { reason: 'scores are not probabilities' };
  const recalibration = logisticRecalibration(points);
  const z = spiegelhalterZ(points);
  const ece = expectedCalibrationError(bins);
  const brier = brierDecomposition(bins);
  return {
    n: total.trials,
    gap: {
      n: total.trials,
      sum: bins.reduce((sum, bin) => sum + bin.positives - bin.scoreSum, 0),
      sumOfSquares: bins.reduce(
        (sum, bin) => sum + bin.positives - 2 * bin.scoreOfPositivesSum + bin.scoreSquareSum,
        0,
      ),
    },
    slope: recalibration.kind === 'estimate' ? recalibration.slope : null,
    spiegelhalter: z.kind === 'estimate' ? z.value : null,
    ece: ece.kind === 'estimate' ? ece.value : null,
    reliability: brier.kind === 'estimate' ? brier.reliability : null,
    resolution: brier.kind === 'estimate' ? brier.resolution : null,
    auc: histogramAuc(histogramOf(bins)),
  };
}

type Compared = {
  readonly before: Calibration;
  readonly after: Calibration;
  readonly version: string | null;
  /** A new version, compared with what served before it. */
  readonly others: boolean;
  /** One class of several, against the rest. */
  readonly of?: string;
};

/** Level (label rate − mean score, Welch's t) and slope (z of the difference), with what the ranking did meanwhile. */
export function compareCalibration(context: CheckContext, compared: Compared): readonly Finding[] {
  const { before, after, version, of } = compared;
  const level = meanDifference({ before: before.gap, after: after.gap });
  const slope = slopeDifference(before, after);
  const known = [level.kind === 'estimate' ? level.pValue : 1, slope?.p ?? 1];
  const [levelP, slopeP] = benjaminiHochberg(known);
  const alpha = context.thresholds['alpha'] ?? 0.001;
  const floors = { level: context.thresholds['floor'] ?? 0.02, slope: context.thresholds['slope'] ?? 0.2 };
  const detail = detailOf(context, compared);
  const who = [version, of]
    .map((name) => (name === null || name === undefined ? '' : ` of ${name}`))
    .join('');
  const events = ofTopClass(context.model) ? 'share right' : 'label rate';
  const frame = {
    subject:
      version === null
        ? { kind: 'metric' as const, name: 'calibration' }
        : { kind: 'version' as const, name: version },
    ...(of === undefined ? {} : { subject: { kind: 'class' as const, name: of } }),
    nBefore: before.n,
    nAfter: after.n,
    detail,
  };
  const findings: Finding[] = [];
  if (level.kind === 'estimate') {
    findings.push({
      ...frame,
      measure: `${events} beyond mean score`,
      unit: 'score',
      before: level.before,
      after: level.after,
      effect: level.value,
      low: level.interval.low,
      high: level.interval.high,
      test: level.test,
      p: level.pValue,
      adjustedP: levelP ?? null,
      threshold: floors.level,
      shifted: (levelP ?? 1) <= alpha && Math.abs(level.value) >= floors.level,
      sentence: `${events} beyond mean score${who} ${points(level.before)} → ${points(level.after)} points`,
    });
  }
  if (slope !== null) {
    findings.push({
      ...frame,
      measure: 'calibration slope',
      unit: 'slope',
      before: slope.before,
      after: slope.after,
      effect: slope.after - slope.before,
      low: slope.after - slope.before - 1.96 * slope.standardError,
      high: slope.after - slope.before + 1.96 * slope.standardError,
      test: 'z of two logistic recalibrations',
      p: slope.p,
      adjustedP: slopeP ?? null,
      threshold: floors.slope,
      shifted: (slopeP ?? 1) <= alpha && Math.abs(slope.after - slope.before) >= floors.slope,
      sentence: `calibration slope${who} ${slope.before.toFixed(2)} → ${slope.after.toFixed(2)}, scores are too ${slope.after < 1 ? 'extreme' : 'timid'}`,
    });
  }
  return findings;
}

function slopeDifference(before: Calibration, after: Calibration) {
  if (before.slope === null || after.slope === null) return null;
  const standardError = Math.hypot(before.slope.standardError, after.slope.standardError);
  if (!(standardError > 0)) return null;
  const [one, two] = [before.slope.value, after.slope.value];
  return { before: one, after: two, standardError, p: normalTwoSided((two - one) / standardError) };
}

function detailOf(context: CheckContext, { before, after, version, others, of }: Compared) {
  const ranking =
    before.auc.kind === 'estimate' && after.auc.kind === 'estimate'
      ? aucDifference(before.auc, after.auc)
      : null;
  const auc = ranking?.kind === 'estimate' ? ranking : null;
  const floor = context.thresholds['aucFloor'] ?? 0.01;
  return {
    version,
    class: of ?? null,
    newVersion: others,
    aucBefore: auc?.before ?? null,
    aucAfter: auc?.after ?? null,
    aucP: auc?.pValue ?? null,
    // Held: not lower by more than the floor beyond chance.
    rankingHeld: auc === null ? null : !(auc.value <= -floor && auc.pValue <= 0.01),
    slopeBefore: before.slope?.value ?? null,
    slopeAfter: after.slope?.value ?? null,
    spiegelhalterBefore: before.spiegelhalter,
    spiegelhalterAfter: after.spiegelhalter,
    eceBefore: before.ece,
    eceAfter: after.ece,
    reliabilityBefore: before.reliability,
    reliabilityAfter: after.reliability,
    resolutionBefore: before.resolution,
    resolutionAfter: after.resolution,
  };
}

const points = (value: number): string => (value * 100).toFixed(1);
