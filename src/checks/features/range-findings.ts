import type { Row } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import { compareShares } from '../compare/compare-shares.ts';
import type { Finding } from '../evidence.ts';
import type { FeatureProfile } from './profile.ts';
import type { Answers } from '../question.ts';
import { countOf, numberOf, rowsOrNone } from '../read-answers.ts';
import { nameScale, type Quartiles, type ScaleChange } from './scale.ts';

export const FEWEST_ROWS = 30;
export const QUARTERS = [0.25, 0.5, 0.75] as const;

export type Numeric = Extract<FeatureProfile, { kind: 'number' }>;
/** A numeric feature with rows in both windows, and what was counted of it. */
export type Known = { readonly feature: Numeric; readonly row: Row };

/** The range of the training data where it is known, else of the baseline window. */
export function rangeOf(feature: Numeric, answers: Answers): { min: number; max: number; from: string } {
  const [row] = rowsOrNone(answers, `reference ${feature.name}`);
  const [min, max] = [numberOf(row?.['min']), numberOf(row?.['max'])];
  return min === null || max === null || countOf(row?.['n']) < FEWEST_ROWS
    ? { min: feature.min, max: feature.max, from: 'baseline' }
    : { min, max, from: 'training' };
}

/** The quartiles of a feature's non-zero values in one window. */
export function quartersOf(answers: Answers, name: string, window: 'before' | 'after'): Quartiles | null {
  const [row] = rowsOrNone(answers, `scale ${name}`);
  const quarters = QUARTERS.flatMap((_, k) => numberOf(row?.[`${window} ${k}`]) ?? []);
  const [low, middle, high] = quarters;
  return low === undefined || middle === undefined || high === undefined ? null : [low, middle, high];
}

function scaleOf(answers: Answers, name: string): ScaleChange | null {
  const [before, after] = [quartersOf(answers, name, 'before'), quartersOf(answers, name, 'after')];
  return before === null || after === null ? null : nameScale(before, after);
}

/** How many values lie beyond the range, and what they look like. */
export function beyondFindings(
  known: readonly Known[],
  answers: Answers,
  context: CheckContext,
): readonly Finding[] {
  return compareShares(
    known.map(({ feature, row }) => ({
      subject: { kind: 'feature', name: feature.name },
      before: { events: countOf(row['beyondBefore']), trials: countOf(row['before']) },
      after: { events: countOf(row['beyondAfter']), trials: countOf(row['after']) },
      words: (from, to) => {
        const { min, max, from: source } = rangeOf(feature, answers);
        return `${feature.name} is outside the ${source} range ${short(min)} to ${short(max)} in ${to} of rows (${from} before)`;
      },
    })),
    {
      measure: 'share of values outside the range',
      floor: context.thresholds['floor'] ?? 0.005,
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'up',
    },
  ).map((finding) => {
    const found = known.find(({ feature }) => feature.name === finding.subject.name);
    if (found === undefined) return finding;
    const { min, max, from } = rangeOf(found.feature, answers);
    const beyond = countOf(found.row['beyondAfter']);
    const scale = scaleOf(answers, found.feature.name);
    return {
      ...finding,
      detail: {
        min,
        max,
        range: from,
        lowest: numberOf(found.row['lowest']),
        highest: numberOf(found.row['highest']),
        below: beyond === 0 ? null : countOf(found.row['belowAfter']) / beyond,
        factor: scale?.factor ?? null,
        unit: scale?.words ?? null,
      },
    };
  });
}

/** A unit that changed inside the range: the old median no longer divides the rows, and the quartiles name the change. */
export function scaleFindings(
  known: readonly Known[],
  answers: Answers,
  context: CheckContext,
): readonly Finding[] {
  return compareShares(
    known.flatMap(({ feature, row }) => {
      const scale = scaleOf(answers, feature.name);
      return [
        {
          subject: { kind: 'feature' as const, name: feature.name },
          before: { events: countOf(row['above before']), trials: countOf(row['nonZero before']) },
          after: { events: countOf(row['above after']), trials: countOf(row['nonZero after']) },
          words: (from: string, to: string) =>
            `${feature.name} is ${scale?.words ?? 'on the scale it was'}: ${to} of values above the old median (${from} before)`,
        },
      ];
    }),
    {
      measure: 'share of values above the old median',
      floor: context.thresholds['scaleFloor'] ?? 0.2,
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'both',
    },
  ).map((finding) => {
    const scale = scaleOf(answers, finding.subject.name);
    return {
      ...finding,
      shifted: finding.shifted && scale !== null && finding.nAfter >= FEWEST_ROWS,
      detail: { factor: scale?.factor ?? null, unit: scale?.words ?? null },
    };
  });
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
