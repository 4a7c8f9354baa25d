import {
  all,
  any,
  column,
  countIf,
  gt,
  isNotNull,
  lt,
  maximum,
  minimum,
  ne,
  number,
  quantile,
  table,
} from '../sql/build.ts';
import type { Aggregate, Row } from '../sql/aggregate.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare-shares.ts';
import type { Finding } from './evidence.ts';
import type { FeatureProfile } from './profile.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, numberOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { nameScale, type Quartiles, type ScaleChange } from './scale.ts';
import { inSegment, inconclusive, windowsOn } from './windowed.ts';

const FEWEST_ROWS = 30;
const QUARTERS = [0.25, 0.5, 0.75] as const;

/** Do numbers leave the range they were trained on, or change their unit? */
export const outOfRange: Check = {
  about: {
    id: 'out-of-range',
    title: 'Numbers out of range or in another unit',
    question: 'Do numeric features leave the range of the training data, or come in another unit?',
    tellsApart: ['data', 'upstream', 'code'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.005,
        unit: 'share of rows',
        why: 'beyond everything that was trained on lie a few rows in ten thousand; one in two hundred is no chance',
      },
      scaleFloor: {
        default: 0.2,
        unit: 'share of rows',
        why: 'a change of unit moves the middle: a fifth of the rows must cross the old median',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every numeric feature is looked at' },
    },
  },

  query(context): Questions {
    const { before, after } = windowsOn(context, context.model.predictions.time);
    return Object.fromEntries(
      numbersOf(context).flatMap(({ name }): [string, Aggregate][] => {
        const value = number(column(name));
        const quartiles = QUARTERS.flatMap((p, k) =>
          [before, after].map(
            (window, w) =>
              [
                `${w === 0 ? 'before' : 'after'} ${k}`,
                quantile(value, p, all(window, ne(value, 0))),
              ] as const,
          ),
        );
        return [
          [
            `scale ${name}`,
            {
              kind: 'aggregate',
              from: table('predictions'),
              where: inSegment(context),
              by: {},
              measures: Object.fromEntries(quartiles),
            },
          ],
          ...(context.model.reference === undefined
            ? []
            : [[`reference ${name}`, referenceRange(name)] satisfies [string, Aggregate]]),
        ];
      }),
    );
  },

  /** Rows beyond the range, and rows on either side of the old median, once both are known. */
  follow(context, answers): Questions {
    const { before, after } = windowsOn(context, context.model.predictions.time);
    return Object.fromEntries(
      numbersOf(context).map((feature) => {
        const value = number(column(feature.name));
        const { min, max } = rangeOf(feature, answers);
        const median = quartersOf(answers, feature.name, 'before')?.[1] ?? null;
        const beyond = any(lt(value, min), gt(value, max));
        const moved =
          median === null
            ? []
            : ([
                ['before', before],
                ['after', after],
              ] as const);
        return [
          `rows ${feature.name}`,
          {
            kind: 'aggregate' as const,
            from: table('predictions'),
            where: inSegment(context),
            by: {},
            measures: {
              before: countIf(all(before, isNotNull(value))),
              after: countIf(all(after, isNotNull(value))),
              beyondBefore: countIf(all(before, beyond)),
              beyondAfter: countIf(all(after, beyond)),
              belowAfter: countIf(all(after, lt(value, min))),
              lowest: minimum(value, after),
              highest: maximum(value, after),
              ...Object.fromEntries(
                moved.flatMap(([name, window]) => [
                  [`nonZero ${name}`, countIf(all(window, ne(value, 0)))],
                  [`above ${name}`, countIf(all(window, ne(value, 0), gt(value, median)))],
                ]),
              ),
            },
          },
        ];
      }),
    );
  },

  verdict(context, answers) {
    const features = numbersOf(context);
    if (features.length === 0) return inconclusive('the model has no numeric features with a profile');
    const read = features.map((feature) => ({ feature, read: rowsOf(answers, `rows ${feature.name}`) }));
    const known = read.flatMap(({ feature, read: one }) => {
      const row = one.kind === 'rows' ? one.rows[0] : undefined;
      return row === undefined || countOf(row['before']) < FEWEST_ROWS || countOf(row['after']) < FEWEST_ROWS
        ? []
        : [{ feature, row }];
    });
    if (known.length === 0) {
      const failed = read.find(({ read: one }) => one.kind === 'not-read');
      return inconclusive(
        failed?.read.kind === 'not-read'
          ? failed.read.reason
          : `no numeric feature has ${FEWEST_ROWS} values in both windows`,
      );
    }
    const findings = [
      ...beyondFindings(known, answers, context),
      ...scaleFindings(known, answers, context),
    ].toSorted((a, b) => Number(b.shifted) - Number(a.shifted));
    const shifted = findings.filter((finding) => finding.shifted);
    return shifted.length === 0
      ? {
          answer: 'steady',
          line: `${known.length} numeric features stay in their range and unit`,
          findings: findings.slice(0, 40),
        }
      : {
          answer: 'shifted',
          line: shifted
            .slice(0, 3)
            .map((finding) => finding.sentence)
            .join('; '),
          findings: findings.slice(0, 40),
        };
  },
};

type Numeric = Extract<FeatureProfile, { kind: 'number' }>;
type Known = { readonly feature: Numeric; readonly row: Row };

function numbersOf(context: CheckContext): readonly Numeric[] {
  return context.profile.filter((feature) => feature.kind === 'number');
}

function referenceRange(name: string): Aggregate {
  const value = number(column(name));
  return {
    kind: 'aggregate',
    from: table('reference'),
    where: [],
    by: {},
    measures: { n: countIf(isNotNull(value)), min: minimum(value), max: maximum(value) },
  };
}

/** The range of the training data where it is known, else of the baseline window. */
function rangeOf(feature: Numeric, answers: Answers): { min: number; max: number; from: string } {
  const [row] = rowsOrNone(answers, `reference ${feature.name}`);
  const [min, max] = [numberOf(row?.['min']), numberOf(row?.['max'])];
  return min === null || max === null || countOf(row?.['n']) < FEWEST_ROWS
    ? { min: feature.min, max: feature.max, from: 'baseline' }
    : { min, max, from: 'training' };
}

function quartersOf(answers: Answers, name: string, window: 'before' | 'after'): Quartiles | null {
  const [row] = rowsOrNone(answers, `scale ${name}`);
  const quarters = QUARTERS.flatMap((_, k) => numberOf(row?.[`${window} ${k}`]) ?? []);
  const [low, middle, high] = quarters;
  return low === undefined || middle === undefined || high === undefined ? null : [low, middle, high];
}

function scaleOf(answers: Answers, name: string): ScaleChange | null {
  const [before, after] = [quartersOf(answers, name, 'before'), quartersOf(answers, name, 'after')];
  return before === null || after === null ? null : nameScale(before, after);
}

function beyondFindings(
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
function scaleFindings(known: readonly Known[], answers: Answers, context: CheckContext): readonly Finding[] {
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
