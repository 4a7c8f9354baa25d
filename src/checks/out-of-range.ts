import { all, any, column, ne, number, quantile, table } from '../sql/build.ts';
import type { Aggregate, Row } from '../sql/aggregate.ts';
import type { Check, CheckContext } from './check.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, rowsOf, rowsOrNone } from './read-answers.ts';
import {
  beyondFindings,
  FEWEST_ROWS,
  QUARTERS,
  quartersOf,
  scaleFindings,
  type Numeric,
} from './features/range-findings.ts';
import {
  beyondQuestion,
  endsBeyond,
  endsQuestion,
  medianQuestion,
  referenceRange,
} from './features/range-questions.ts';
import { sampledRows } from './sample.ts';
import { inSegment, inconclusive, windowsOn } from './windowed.ts';

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
    samples: 'quartiles',
  },

  query(context): Questions {
    const { before, after } = windowsOn(context, context.model.predictions.time);
    return Object.fromEntries(
      numbersOf(context).flatMap((feature): [string, Aggregate][] => {
        const { name } = feature;
        const value = number(column(name));
        const middle = middleOf(context, feature);
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
              where: [any(before, after), ...inSegment(context), ...sampledRows(context)],
              by: {},
              measures: Object.fromEntries(quartiles),
            },
          ],
          [`ends ${name}`, endsQuestion(context, name)],
          ...(middle === null ? [] : [medianQuestion(context, name, middle)]),
          ...(context.model.reference === undefined
            ? []
            : [[`reference ${name}`, referenceRange(name)] satisfies [string, Aggregate]]),
        ];
      }),
    );
  },

  /** Rows beyond the range where the ends are beyond it, and rows on either side of the old median, once both are known. */
  follow(context, answers): Questions {
    return Object.fromEntries(
      numbersOf(context).flatMap((feature): [string, Aggregate][] => {
        const asked = middleOf(context, feature) !== null;
        const median = asked ? null : (quartersOf(answers, feature.name, 'before')?.[1] ?? null);
        return [
          ...(endsBeyond(feature, answers) ? [beyondQuestion(context, feature, answers)] : []),
          ...(median === null ? [] : [medianQuestion(context, feature.name, median)]),
        ];
      }),
    );
  },

  verdict(context, answers) {
    const features = numbersOf(context);
    if (features.length === 0) return inconclusive('the model has no numeric features with a profile');
    const read = features.map((feature) => ({ feature, read: rowsOf(answers, `ends ${feature.name}`) }));
    const known = read.flatMap(({ feature, read: one }) => {
      const row = one.kind === 'rows' ? one.rows[0] : undefined;
      return row === undefined || countOf(row['before']) < FEWEST_ROWS || countOf(row['after']) < FEWEST_ROWS
        ? []
        : [{ feature, row: { ...row, ...followedUp(answers, feature.name) } }];
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

/** The old median, where it is known before anything is asked: the profile is of all traffic. */
function middleOf(context: CheckContext, feature: Numeric): number | null {
  return Object.keys(context.segment).length === 0 ? (feature.middle ?? null) : null;
}

function numbersOf(context: CheckContext): readonly Numeric[] {
  return context.profile.filter((feature) => feature.kind === 'number');
}

/** What was asked only where it was needed; what was not counts as nothing. */
const followedUp = (answers: Answers, name: string): Row => ({
  ...rowsOrNone(answers, `beyond ${name}`)[0],
  ...rowsOrNone(answers, `median ${name}`)[0],
});
