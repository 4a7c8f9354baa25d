import type { Aggregate, Cell, Row } from '../sql/aggregate.ts';
import { any, column, count, during, table, timeBin } from '../sql/build.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import { ofSegment } from './labels/mature-labels.ts';
import { askVolume, readVolume } from './serving/metered-volume.ts';
import type { Questions } from './question.ts';
import { countOf, momentOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { compareSameTime, isUnusual, type SameTime } from './compare/same-time.ts';
import { inconclusive } from './windowed.ts';

/** Short enough for an incident of half an hour. */
const binSeconds = 900;

/** Do as many requests come as usual at this time of the day? */
export const volume: Check = {
  about: {
    id: 'volume',
    title: 'Volume',
    question: 'Do as many requests come as on other days at the same time, in total and from everywhere?',
    tellsApart: ['external', 'upstream', 'infra'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.2,
        unit: 'share beyond every other day',
        why: 'days of one week differ by a fifth; beyond all of them by that much is another demand',
      },
      alpha: {
        default: 0.01,
        unit: 'false discovery rate',
        why: 'every value of every segment dimension is looked at',
      },
    },
  },

  query(context): Questions {
    return {
      whole: question(context, null),
      ...askVolume(context, binSeconds),
      ...Object.fromEntries(
        context.model.predictions.segments.map((dimension) => [
          `by ${dimension}`,
          question(context, dimension),
        ]),
      ),
    };
  },

  verdict(context, answers) {
    const read = rowsOf(answers, 'whole');
    const metered = read.kind === 'not-read' ? readVolume(context, answers, binSeconds) : null;
    if (read.kind === 'not-read' && metered === null) return inconclusive(read.reason);
    const counted = metered ?? countedOf(read.kind === 'rows' ? read.rows : []);
    if (counted.size === 0) return inconclusive('no predictions in either window');
    const whole = compareSameTime(counted, context, binSeconds * 1000);
    if (whole === null) {
      return inconclusive(
        'volume cannot be compared yet',
        'It takes a full quarter of an hour of the incident and four days of the baseline that have the same time of day.',
      );
    }
    const parts = context.model.predictions.segments.flatMap((dimension) =>
      [...byValue(rowsOrNone(answers, `by ${dimension}`))].flatMap(([value, rows]) => {
        const same = compareSameTime(countedOf(rows), context, binSeconds * 1000);
        return same === null ? [] : [{ dimension, value, same }];
      }),
    );
    const adjusted = benjaminiHochberg(parts.map((part) => part.same.p));
    const total = findingOf(context, { same: whole, adjustedP: whole.p, where: null, whole });
    const segments = parts
      .map(({ dimension, value, same }, index) =>
        findingOf(context, { same, adjustedP: adjusted[index] ?? 1, where: { dimension, value }, whole }),
      )
      .toSorted((a, b) => Number(b.shifted) - Number(a.shifted) || missingOf(b) - missingOf(a));
    const findings = [total, ...segments.filter((one, index) => one.shifted || index < 3).slice(0, 30)];
    const said = total.shifted ? [total] : segments.filter((one) => one.shifted).slice(0, 3);
    return said.length > 0
      ? { answer: 'shifted', line: said.map((finding) => finding.sentence).join('; '), findings }
      : { answer: 'steady', line: total.sentence, findings };
  },
};

function question(context: CheckContext, dimension: string | null): Aggregate {
  const time = column(context.model.predictions.time);
  const { baseline, incident } = context.windows;
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [any(during(time, baseline), during(time, incident)), ...ofSegment(context)],
    by: { bin: timeBin(time, binSeconds), ...(dimension === null ? {} : { value: column(dimension) }) },
    measures: { n: count() },
    limit: 200_000,
  };
}

function countedOf(rows: readonly Row[]): ReadonlyMap<number, number> {
  const counted = new Map<number, number>();
  for (const row of rows) {
    const at = momentOf(row['bin']);
    if (at !== null) counted.set(at, (counted.get(at) ?? 0) + countOf(row['n']));
  }
  return counted;
}

function byValue(rows: readonly Row[]): ReadonlyMap<Cell, readonly Row[]> {
  const found = new Map<Cell, Row[]>();
  for (const row of rows) {
    const value = row['value'] ?? null;
    const known = found.get(value);
    if (known === undefined) found.set(value, [row]);
    else known.push(row);
  }
  return found;
}

/** How many more or fewer than usual. */
const missingOf = (finding: Finding): number => Math.abs((finding.after ?? 0) - (finding.before ?? 0));

function findingOf(
  context: CheckContext,
  known: {
    readonly same: SameTime;
    readonly adjustedP: number;
    readonly where: { readonly dimension: string; readonly value: Cell } | null;
    readonly whole: SameTime;
  },
): Finding {
  const { same, adjustedP, where, whole } = known;
  const floor = context.thresholds['floor'] ?? 0.2;
  const value = where?.value instanceof Date ? where.value.toISOString() : (where?.value ?? null);
  const who = where === null ? '' : ` of ${where.dimension}=${String(value)}`;
  const gap = whole.found - whole.usual;
  return {
    subject: where === null ? { kind: 'metric', name: 'volume' } : { kind: 'segment', name: where.dimension },
    ...(where === null ? {} : { where: { [where.dimension]: value } }),
    measure: 'requests at the same time of day',
    unit: 'ratio',
    before: same.usual,
    after: same.found,
    effect: Number.isFinite(same.ratio) ? same.ratio : null,
    low: same.low,
    high: Number.isFinite(same.high) ? same.high : null,
    nBefore: same.days,
    nAfter: same.found,
    test: 'robust z over days, and Poisson rates against the nearest day',
    p: same.p,
    adjustedP,
    threshold: floor,
    shifted: isUnusual(same, floor, adjustedP, context.thresholds['alpha'] ?? 0.01),
    detail: {
      direction: same.found < same.usual ? 'down' : 'up',
      least: same.least,
      most: same.most,
      days: same.days,
      z: same.z,
      shareOfGap: gap === 0 ? null : (same.found - same.usual) / gap,
    },
    sentence: `${same.found} requests${who} where ${same.usual.toFixed(0)} are usual at that time of day (${same.least} to ${same.most} on ${same.days} days)`,
  };
}
