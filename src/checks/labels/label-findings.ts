import { estimated } from '../compare/estimated.ts';
import type { Answer, Difference } from '../../statistics/estimate.ts';
import { benjaminiHochberg } from '../../statistics/multiplicity/benjamini-hochberg.ts';
import { proportionDifference } from '../../statistics/proportion/proportion-difference.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';
import type { Agreement } from './label-agreement.ts';
import { FAMILIES, type KpiMove } from './label-arrival.ts';
import type { Clocks, LabelRate } from '../labels.ts';
import { maturityWords, type Maturity } from './mature-labels.ts';

type Measured = {
  readonly context: CheckContext;
  readonly maturity: Maturity;
  readonly clocks: Clocks;
  readonly plain: { readonly before: LabelRate; readonly after: LabelRate };
  readonly kpi: KpiMove | null;
};

type ClockName = 'requested' | 'arrived' | 'earlier';

const clockWords: Readonly<Record<ClockName, string>> = {
  requested: 'requests made since the onset',
  arrived: 'labels that arrived since the onset',
  earlier: 'requests made before the onset whose labels arrived after it',
};

/**
 * Findings by clock, and the sentence of the fault, if labels are at fault. Two proofs count. Labels that arrived after the onset for
 * requests made before it contradict their scores: nothing that broke in serving can do that. Or the label rate itself moved, and
 * the same way given the score: a broken score changes what a score means, but not how often the outcome happens.
 */
export function agreementFindings(measured: Measured): {
  readonly found: readonly Finding[];
  readonly fault: string | null;
} {
  const { context, clocks, plain, kpi } = measured;
  const { floor, alpha } = limits(measured);
  const plainDifference = proportionDifference(plain);
  const tests = (['requested', 'arrived', 'earlier'] as const).flatMap((clock) => {
    const agreement = clocks[clock];
    return agreement === null
      ? []
      : [
          { clock, kind: 'rate' as const, agreement, difference: agreement.rate },
          { clock, kind: 'contradiction' as const, agreement, difference: agreement.contradiction },
        ];
  });
  const known = [...tests.map((test) => test.difference), plainDifference].map((one) =>
    one.kind === 'estimate' ? one.pValue : 1,
  );
  const adjusted = benjaminiHochberg(known).map((p) => Math.min(1, p * FAMILIES));
  const beyond = (difference: Answer<Difference>, p: number): boolean =>
    difference.kind === 'estimate' && p <= alpha && Math.abs(difference.value) >= floor;
  const moved = tests.map((test, index) => beyond(test.difference, adjusted[index] ?? 1));
  const plainP = adjusted.at(-1) ?? 1;
  const plainMoved = beyond(plainDifference, plainP);
  const sameWay = tests.some(
    (test, index) =>
      test.kind === 'rate' &&
      test.clock !== 'earlier' &&
      moved[index] === true &&
      Math.sign(valueOf(test.difference)) === Math.sign(valueOf(plainDifference)),
  );
  const ofEarlier = tests.some((test, index) => test.clock === 'earlier' && moved[index] === true);
  const ofRate = plainMoved && sameWay;
  const ofKpi = kpiDetail(kpi);
  const frame = { subject: { kind: 'label' as const, name: context.model.predictions.label?.column ?? '' } };
  const found = tests.map(({ clock, kind, agreement, difference }, index): Finding => {
    const shifted = moved[index] === true && (clock === 'earlier' ? true : ofRate || ofEarlier);
    return {
      ...frame,
      measure: kind === 'rate' ? `label rate given the score` : `labels against the score`,
      unit: 'share',
      ...estimated(difference),
      adjustedP: difference.kind === 'estimate' ? (adjusted[index] ?? null) : null,
      threshold: floor,
      shifted,
      detail: {
        clock,
        changedGivenScore: moved[index] === true,
        pattern: patternOf(agreement, { floor, alpha }),
        highScores: agreement.high === null ? null : valueOf(agreement.high),
        lowScores: agreement.low === null ? null : valueOf(agreement.low),
        labelRateMoved: plainMoved,
        ...ofKpi,
      },
      sentence: clockSentence({ clock, kind, difference }),
    };
  });
  const rate: Finding = {
    ...frame,
    measure: 'label rate',
    unit: 'share',
    ...estimated(plainDifference),
    adjustedP: plainDifference.kind === 'estimate' ? plainP : null,
    threshold: floor,
    shifted: plainMoved && (ofRate || ofEarlier),
    detail: { clock: 'requested', labelRateMoved: plainMoved, ...ofKpi },
    sentence: `label rate ${percent(plain.before)} → ${percent(plain.after)} (${maturityWords(measured.maturity)})${kpiSentence(kpi)}`,
  };
  const fault =
    ofEarlier || ofRate
      ? faultSentence({ measured, rate, ofEarlier, clocks, limits: { floor, alpha } })
      : null;
  return { found: [...found, rate], fault };
}

/** The smallest difference worth a word, as a share of labels. */
export function floorOf({ context, plain }: Pick<Measured, 'context' | 'plain'>): number {
  const share = plain.before.trials === 0 ? 0 : plain.before.events / plain.before.trials;
  return (context.thresholds['floor'] ?? 0.1) * Math.min(share, 1 - share);
}

function limits(measured: Measured): Limits {
  return { floor: floorOf(measured), alpha: measured.context.thresholds['alpha'] ?? 0.001 };
}

type Limits = { readonly floor: number; readonly alpha: number };

/** Which way labels went at either end of the score. */
function patternOf(agreement: Agreement, { alpha }: Limits): string {
  const way = (difference: Answer<Difference> | null): -1 | 0 | 1 =>
    difference === null || difference.kind === 'unanswerable' || difference.pValue > alpha
      ? 0
      : difference.value < 0
        ? -1
        : 1;
  const [high, low] = [way(agreement.high), way(agreement.low)];
  if (high < 0 && low > 0) return 'turned around at both ends';
  if (high === 0 && low === 0) return 'none';
  if (high > 0 && low < 0) return 'sharper at both ends';
  return high + low < 0 ? 'positives lost' : 'positives gained';
}

function faultSentence(said: {
  readonly measured: Measured;
  readonly rate: Finding;
  readonly ofEarlier: boolean;
  readonly clocks: Clocks;
  readonly limits: Limits;
}): string {
  const { clocks, rate, ofEarlier } = said;
  const pattern = [clocks.arrived, clocks.requested]
    .flatMap((clock) => (clock === null ? [] : [patternOf(clock, said.limits)]))
    .find((one) => one !== 'none');
  const how = pattern === undefined ? '' : `, ${pattern}`;
  const older = ofEarlier ? '; also of requests made before it' : '';
  return `labels mean something else since the onset${how}${older}: ${rate.sentence}`;
}

function clockSentence(said: {
  readonly clock: ClockName;
  readonly kind: 'rate' | 'contradiction';
  readonly difference: Answer<Difference>;
}): string {
  const { clock, kind, difference } = said;
  const words = clockWords[clock];
  if (difference.kind === 'unanswerable') return `${words}: cannot be told, ${difference.reason}`;
  const points = `${(difference.value * 100).toFixed(1)} points`;
  return kind === 'rate'
    ? `${words}: ${points} of positives beyond what the same scores had before`
    : `${words}: ${points} of labels against the score beyond what was usual`;
}

/** How the KPI moved, as a finding's detail keeps it. */
export function kpiDetail(kpi: KpiMove | null) {
  if (kpi === null) return { kpiRatio: null, labelRatio: null, kpiMoved: null, kpiDisagrees: null };
  return {
    kpiRatio: kpi.kpi.value,
    labelRatio: kpi.label.value,
    kpiMoved: kpi.kpi.pValue <= 0.01 && Math.abs(Math.log(kpi.kpi.value)) >= 0.05,
    kpiDisagrees: kpi.pSame <= 0.01,
  };
}

function kpiSentence(kpi: KpiMove | null): string {
  if (kpi === null) return '';
  const change = ((kpi.kpi.value - 1) * 100).toFixed(0);
  return `, the business KPI moved by ${change === '-0' ? '0' : change} %`;
}

const valueOf = (difference: Answer<Difference>): number =>
  difference.kind === 'estimate' ? difference.value : 0;

const percent = ({ events, trials }: LabelRate): string =>
  trials === 0 ? 'none' : `${((events / trials) * 100).toFixed(1)} %`;
