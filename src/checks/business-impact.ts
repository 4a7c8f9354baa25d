import type { Row } from '../sql/aggregate.ts';
import { any, column, count, during, number, sum, sumOfSquares, table, timeBin } from '../sql/build.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import type { Moments } from '../statistics/mean/moments.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding, Verdict } from './evidence.ts';
import { ofSegment, windowOf } from './labels/mature-labels.ts';
import type { Aggregate, Cell } from '../sql/aggregate.ts';
import type { Questions } from './question.ts';
import { countOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { kpiFinding, moneyFinding, type Part } from './business/impact-findings.ts';
import { compareSameHours, type Kind, type SameHours } from './business/same-hours.ts';
import { visitsFinding } from './business/visits.ts';
import { inconclusive } from './windowed.ts';

const HOUR = 3600;

/** What did it cost the business, and where? */
export const businessImpact: Check = {
  about: {
    id: 'business-impact',
    title: 'Business impact',
    question: 'Did the business KPI move against the same hours before, where, and what did it cost?',
    tellsApart: ['external', 'config', 'data', 'model'],
    needs: ['business'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.03,
        unit: 'share of the KPI',
        why: 'a KPI differs from week to week by a few percent of itself without any cause',
      },
      visits: {
        default: 0.15,
        unit: 'share of visits',
        why: 'days differ by a tenth; more, beyond every day of the baseline, is another demand',
      },
      alpha: { default: 0.01, unit: 'significance', why: 'of the total, which is the one question asked' },
      segmentAlpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'every value of every dimension is looked at, and customers who come back make their rows less independent than they look',
      },
    },
  },

  query(context): Questions {
    if (context.model.business === undefined) return {};
    return {
      whole: question(context, null),
      // A dimension that the business does not count by fails alone.
      ...Object.fromEntries(
        context.model.predictions.segments.map((dimension) => [
          `by ${dimension}`,
          question(context, dimension),
        ]),
      ),
    };
  },

  verdict(context, answers) {
    const { business } = context.model;
    if (business === undefined)
      return inconclusive('no business table is configured', 'Name it under business.');
    const read = rowsOf(answers, 'whole');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    for (const [window, words] of [
      ['before', 'baseline'],
      ['after', 'incident'],
    ] as const) {
      if (!read.rows.some((row) => row['window'] === window && countOf(row['d']) > 0))
        return inconclusive(`no ${business.kpi.denominator} in the ${words} window`);
    }
    const kind = read.rows.every((row) => countOf(row['n']) <= countOf(row['d'])) ? 'share' : 'mean';
    const whole = compareKpi(read.rows, kind);
    if (whole === null) {
      return inconclusive(
        `${business.kpi.name} cannot be compared`,
        `No hour of the day has ${business.kpi.denominator} and ${business.kpi.numerator} that vary in both windows.`,
      );
    }
    const parts = context.model.predictions.segments.flatMap((dimension) =>
      [...byValue(rowsOrNone(answers, `by ${dimension}`))].flatMap(([value, rows]): Part[] => {
        const compared = compareKpi(rows, kind);
        return compared === null ? [] : [{ dimension, value, compared, rows }];
      }),
    );
    return judge(context, { whole, rows: read.rows, parts });
  },
};

function question(context: CheckContext, dimension: string | null): Aggregate {
  const { business } = context.model;
  const time = column(business?.time ?? '');
  const { baseline, incident } = context.windows;
  const [numerator, denominator] = [
    number(column(business?.kpi.numerator ?? '')),
    number(column(business?.kpi.denominator ?? '')),
  ];
  const value = business?.value === undefined ? null : number(column(business.value));
  return {
    kind: 'aggregate',
    from: table('business'),
    where: [any(during(time, baseline), during(time, incident)), ...ofSegment(context)],
    by: {
      window: windowOf(time, context),
      bin: timeBin(time, HOUR),
      ...(dimension === null ? {} : { value: column(dimension) }),
    },
    measures: {
      rows: count(),
      n: sum(numerator),
      d: sum(denominator),
      ...(value === null ? {} : { v: sum(value), v2: sumOfSquares(value) }),
    },
    limit: 100_000,
  };
}

/** Numerator and denominator as events among trials; where there are more events than trials, as Poisson counts. */
function kpiMoments(row: Row): Moments {
  const [events, trials] = [countOf(row['n']), countOf(row['d'])];
  const perTrial = trials > 0 ? events / trials : 0;
  return { n: trials, sum: events, sumOfSquares: perTrial <= 1 ? events : events * (1 + perTrial) };
}

function compareKpi(rows: readonly Row[], kind: Kind): SameHours | null {
  return compareSameHours(rows, kind, kpiMoments);
}

function byValue(rows: readonly Row[]): ReadonlyMap<Cell, readonly Row[]> {
  const found = new Map<Cell, Row[]>();
  for (const row of rows) {
    const value = row['value'] ?? null;
    const own = found.get(value);
    if (own === undefined) found.set(value, [row]);
    else own.push(row);
  }
  return found;
}

type Compared = {
  readonly whole: SameHours;
  readonly rows: readonly Row[];
  readonly parts: readonly Part[];
};

function judge(context: CheckContext, { whole, rows, parts }: Compared): Verdict {
  const alpha = context.thresholds['alpha'] ?? 0.01;
  // The total is the question and stands alone; the segments are looked through.
  const adjusted = [whole.p, ...benjaminiHochberg(parts.map((part) => part.compared.p))];
  const of = (compared: SameHours, index: number, part: Part | null): Finding =>
    kpiFinding({ context, compared, adjustedP: adjusted[index] ?? 1, part, alpha, whole });
  const total = of(whole, 0, null);
  const segments = parts
    .map((part, index) => of(part.compared, index + 1, part))
    .toSorted((a, b) => Number(b.shifted) - Number(a.shifted) || Math.abs(lostOf(b)) - Math.abs(lostOf(a)));
  const money = moneyFinding(context, rows, alpha);
  const visits = visitsFinding(context, rows);
  const findings = [
    total,
    ...(money === null ? [] : [money]),
    ...(visits === null ? [] : [visits]),
    ...segments.filter((finding, index) => finding.shifted || index < 5).slice(0, 30),
  ];
  const lines = [total, money, visits, segments[0]].filter((finding) => finding?.shifted === true);
  if (lines.length > 0) {
    return { answer: 'shifted', line: lines.map((finding) => finding?.sentence).join('; '), findings };
  }
  const reach = (whole.high - whole.low) / 2 / (whole.before || 1);
  if (reach > roughest * (context.thresholds['floor'] ?? 0.03)) {
    return {
      answer: 'inconclusive',
      line: `too little business yet to say whether ${context.model.business?.kpi.name ?? 'it'} moved`,
      reason: `${total.sentence}; known to ± ${(reach * 100).toFixed(0)} % of itself from ${whole.nAfter} ${context.model.business?.kpi.denominator ?? ''}.`,
      findings,
    };
  }
  return { answer: 'steady', line: total.sentence, findings };
}

/** An interval that reaches this many floors to either side has not looked closely enough to say that nothing moved. */
const roughest = 4;

const lostOf = (finding: Finding): number => Number(finding.detail?.['lost'] ?? 0);
