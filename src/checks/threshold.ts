import {
  all,
  any,
  column,
  countIf,
  eq,
  gte,
  isNotNull,
  lte,
  maximum,
  minimum,
  number,
  table,
} from '../sql/build.ts';
import type { Aggregate, Expression, Row, Scalar } from '../sql/aggregate.ts';
import { classDecisionQuestions, classDecisionVerdict } from './classes/class-decisions.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare/compare-shares.ts';
import { standsOut } from './compare/stands-out.ts';
import type { Finding } from './evidence.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, numberOf, rowsOf } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

/** Scores are stored as 32-bit floats: two of them differ by less than this around one threshold. */
const ROUNDING = 1e-5;

/** Is the same score still decided in the same way, for everyone? */
export const threshold: Check = {
  about: {
    id: 'threshold',
    title: 'Decision threshold',
    question: 'Is the same score still decided in the same way, and if not, for whom?',
    tellsApart: ['config', 'code'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.005,
        unit: 'share of decisions',
        why: 'a threshold is exact: half a percent of other decisions is no rounding',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'every value of every dimension is looked at',
      },
    },
  },

  query(context): Questions {
    const { predictions } = context.model;
    if (context.model.task === 'multiclass') return classDecisionQuestions(context);
    const { decision } = predictions;
    if (decision === undefined || context.model.task === 'regression') return {};
    const { before } = windowsOn(context, predictions.time);
    const score = number(column(predictions.score));
    const made = (value: 0 | 1): Expression => all(before, eq(number(column(decision)), value));
    return {
      boundaries: grouped(context, {
        lowest: minimum(score, made(1)),
        highest: maximum(score, made(0)),
        yes: countIf(made(1)),
        no: countIf(made(0)),
      }),
    };
  },

  /** Decisions that contradict the boundary which held before the onset. */
  follow(context, answers): Questions {
    const { predictions } = context.model;
    const boundaries = sharpBoundaries(context, answers);
    if (predictions.decision === undefined || boundaries === null) return {};
    const { before, after } = windowsOn(context, predictions.time);
    const [score, decision] = [number(column(predictions.score)), number(column(predictions.decision))];
    const bounded = any(...boundaries.map(({ where }) => rowsWhere(where)));
    const decided = all(isNotNull(score), isNotNull(decision), bounded);
    const contradicts = any(
      ...boundaries.map(({ where, lowest, highest }) =>
        all(
          rowsWhere(where),
          any(
            all(gte(score, lowest + ROUNDING), eq(decision, 0)),
            all(lte(score, highest - ROUNDING), eq(decision, 1)),
          ),
        ),
      ),
    );
    return {
      contradictions: grouped(context, {
        before: countIf(all(before, decided)),
        after: countIf(all(after, decided)),
        otherBefore: countIf(all(before, decided, contradicts)),
        otherAfter: countIf(all(after, decided, contradicts)),
        lowest: minimum(score, all(after, eq(decision, 1))),
        highest: maximum(score, all(after, eq(decision, 0))),
      }),
    };
  },

  verdict(context, answers) {
    if (context.model.task === 'multiclass') return classDecisionVerdict(context, answers);
    if (context.model.task === 'regression')
      return inconclusive(
        'a regression decides nothing',
        'There is no threshold where values are predicted.',
      );
    if (context.model.predictions.decision === undefined)
      return inconclusive('no decision column is configured', 'Name it under predictions.decision.');
    const read = rowsOf(answers, 'boundaries');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const boundaries = sharpBoundaries(context, answers);
    if (boundaries === null) {
      return inconclusive(
        'decisions do not follow from the score by one threshold',
        'Neither over all traffic nor within the values of one dimension did one threshold hold in the baseline window.',
      );
    }
    const counted = rowsOf(answers, 'contradictions');
    if (counted.kind === 'not-read') return inconclusive(counted.reason);
    const findings = findingsOf(context, boundaries, counted.rows);
    const whole = findings.find((finding) => finding.where === undefined);
    if (whole === undefined || whole.nAfter === 0) {
      return inconclusive('no decisions in the incident window by a version that decided before it');
    }
    const worst = findings.find((finding) => finding.shifted);
    return worst === undefined
      ? {
          answer: 'steady',
          line: `scores are decided as before, ${boundaries.length === 1 ? 'at' : 'by the threshold'} ${boundaryWords(boundaries)}`,
          findings: findings.slice(0, 10),
        }
      : { answer: 'shifted', line: worst.sentence, findings: findings.slice(0, 30) };
  },
};

/** The scores between which the decision turned, for the rows that `where` names. */
type Boundary = {
  readonly where: Readonly<Record<string, Scalar>>;
  readonly lowest: number;
  readonly highest: number;
};

const rowsWhere = (where: Boundary['where']): Expression =>
  all(...Object.entries(where).map(([dimension, value]) => eq(column(dimension), value)));

function dimensionsOf(context: CheckContext): readonly string[] {
  const { segments, version } = context.model.predictions;
  return [...new Set([...(version === undefined ? [] : [version]), ...segments])];
}

/** All traffic, then every dimension by itself, in one scan; `set` 0 is all traffic. */
function grouped(context: CheckContext, measures: Aggregate['measures']): Aggregate {
  const dimensions = dimensionsOf(context);
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [],
    by: Object.fromEntries(dimensions.map((dimension) => [`by ${dimension}`, column(dimension)])),
    sets: [[], ...dimensions.map((dimension) => [`by ${dimension}`])],
    measures,
    limit: 50_000,
  };
}

function whereOf(row: Row, context: CheckContext): Readonly<Record<string, Scalar>> {
  const dimension = dimensionsOf(context)[countOf(row['set']) - 1];
  if (dimension === undefined) return {};
  const value = row[`by ${dimension}`] ?? null;
  return { [dimension]: value instanceof Date ? value.toISOString() : value };
}

/** A version decides by its own threshold: where versions are known, each must have decided both ways this often. */
const FEWEST_DECISIONS = 20;

/**
 * The boundaries that held before: one for each version (one for all where versions are not known), or else one for each
 * value of a dimension. Rows without a boundary, such as those of a version that is new, can contradict none.
 */
function sharpBoundaries(context: CheckContext, answers: Answers): readonly Boundary[] | null {
  const read = rowsOf(answers, 'boundaries');
  if (read.kind === 'not-read') return null;
  const versioned = context.model.predictions.version !== undefined;
  const sets = dimensionsOf(context).map((_, index) => index + 1);
  for (const set of versioned ? sets : [0, ...sets]) {
    const boundaries = read.rows
      .filter((row) => countOf(row['set']) === set)
      .flatMap((row): Boundary[] => {
        const [lowest, highest] = [numberOf(row['lowest']), numberOf(row['highest'])];
        if (lowest === null || highest === null) return [];
        if (Math.min(countOf(row['yes']), countOf(row['no'])) < FEWEST_DECISIONS) return [];
        return [{ where: whereOf(row, context), lowest, highest }];
      });
    if (boundaries.length > 0 && boundaries.every((one) => one.highest < one.lowest + ROUNDING))
      return boundaries;
  }
  return null;
}

function findingsOf(
  context: CheckContext,
  boundaries: readonly Boundary[],
  rows: readonly Row[],
): readonly Finding[] {
  const all = rows.find((row) => countOf(row['set']) === 0);
  const everything = countOf(all?.['otherAfter']);
  const from = boundaryWords(boundaries);
  const found = compareShares(
    rows.map((row) => {
      const where = whereOf(row, context);
      const [dimension] = Object.keys(where);
      const now = afterWords(row);
      const who = dimension === undefined ? '' : ` for ${dimension}=${String(where[dimension])}`;
      return {
        subject:
          dimension === undefined
            ? { kind: 'threshold' as const, name: 'threshold' }
            : { kind: 'segment' as const, name: dimension },
        ...(dimension === undefined ? {} : { where }),
        before: { events: countOf(row['otherBefore']), trials: countOf(row['before']) },
        after: { events: countOf(row['otherAfter']), trials: countOf(row['after']) },
        words: (_: string, to: string) =>
          `${to} of decisions${who} contradict the threshold ${from} that held before${now}`,
      };
    }),
    {
      measure: 'share of decisions the old threshold would not make',
      floor: context.thresholds['floor'] ?? 0.005,
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'up',
    },
  ).map((finding) => {
    const others = Math.round((finding.after ?? 0) * finding.nAfter);
    const inside = { events: others, trials: finding.nAfter };
    const whole = { events: everything, trials: countOf(all?.['after']) };
    return {
      ...finding,
      detail: {
        shareOfAll: everything === 0 ? 0 : others / everything,
        decisions: others,
        standsOut: standsOut(inside, whole, context.thresholds['alpha'] ?? 0.001),
      },
    };
  });
  return found.toSorted(
    (a, b) => Number(b.shifted) - Number(a.shifted) || concentration(b) - concentration(a),
  );
}

/**
 * A segment that has nearly all of the contradictions, and few rows without one, says best for whom the threshold moved. One whose
 * other rows contradict the threshold about as often has its greater share by chance.
 */
function concentration(finding: Finding): number {
  const { where, after, detail } = finding;
  const share = Number(detail?.['shareOfAll'] ?? 0);
  if (where === undefined) return 0.95 * (after ?? 0);
  return detail?.['standsOut'] === true ? share * (after ?? 0) : 0;
}

function afterWords(row: Row): string {
  const [lowest, highest] = [numberOf(row['lowest']), numberOf(row['highest'])];
  return lowest === null || highest === null || highest >= lowest + ROUNDING
    ? ''
    : `; it is ${lowest.toFixed(3)} now`;
}

function boundaryWords(boundaries: readonly Boundary[]): string {
  const [first] = boundaries;
  if (first === undefined) return 'unknown';
  return boundaries.length === 1
    ? first.lowest.toFixed(3)
    : `of each ${Object.keys(first.where)[0] ?? 'segment'}`;
}
