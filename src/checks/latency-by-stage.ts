import { all, column, countIf, gt, isNotNull, number, numberBin, quantile, table } from '../sql/build.ts';
import type { Aggregate, Expression } from '../sql/aggregate.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import { quantileDifference } from '../statistics/quantile/quantile-difference.ts';
import type { QuantileDifference } from '../statistics/quantile/quantile-difference.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares } from './compare-shares.ts';
import type { Finding } from './evidence.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, numberOf, rowsOf, rowsOrNone, textOf } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

/** Bin edges from 0.1 ms to 100 s, 24 a decade: a quantile is read to within 10 %. */
const EDGES: readonly number[] = Array.from({ length: 24 * 6 + 1 }, (_, step) =>
  Number((0.1 * 10 ** (step / 24)).toPrecision(6)),
);

/** Which stage of serving takes longer, by how much, and on which hosts? */
export const latencyByStage: Check = {
  about: {
    id: 'latency-by-stage',
    title: 'Latency by serving stage',
    question: 'Which serving stage got slower (p50, p95, p99), and on which hosts?',
    tellsApart: ['infra', 'code', 'upstream', 'external'],
    needs: ['requests'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      ratio: {
        default: 1.3,
        unit: 'p95 after / before',
        why: 'p95 moves by a fifth between quiet and busy hours',
      },
      floor: { default: 5, unit: 'ms', why: 'less than 5 ms nobody waits for' },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every stage and host is looked at' },
    },
  },

  query(context): Questions {
    const { requests } = context.model;
    if (requests === undefined || requests.stages.length === 0) return {};
    const { before, after } = windowsOn(context, requests.time);
    return Object.fromEntries(
      requests.stages.flatMap((stage): [string, Aggregate][] => {
        const value = number(column(stage));
        const known = isNotNull(value);
        return [
          [
            `histogram ${stage}`,
            {
              kind: 'aggregate',
              from: table('requests'),
              where: [],
              by: { bin: numberBin(value, EDGES) },
              measures: { before: countIf(all(before, known)), after: countIf(all(after, known)) },
            },
          ],
          [
            `mark ${stage}`,
            {
              kind: 'aggregate',
              from: table('requests'),
              where: [],
              by: {},
              measures: { p95: quantile(value, 0.95, before) },
            },
          ],
        ];
      }),
    );
  },

  /** How often each host exceeds what was the stage's own p95: 5 % of requests when nothing has changed. */
  follow(context, answers): Questions {
    const { requests } = context.model;
    const host = requests?.host;
    if (requests === undefined || host === undefined) return {};
    const { before, after } = windowsOn(context, requests.time);
    return Object.fromEntries(
      requests.stages.flatMap((stage): [string, Aggregate][] => {
        const mark = numberOf(rowsOrNone(answers, `mark ${stage}`)[0]?.['p95']);
        if (mark === null) return [];
        const value = number(column(stage));
        const slow = (window: Expression): Expression => all(window, gt(value, mark));
        return [
          [
            `hosts ${stage}`,
            {
              kind: 'aggregate',
              from: table('requests'),
              where: [],
              by: { host: column(host) },
              measures: {
                before: countIf(all(before, isNotNull(value))),
                after: countIf(all(after, isNotNull(value))),
                slowBefore: countIf(slow(before)),
                slowAfter: countIf(slow(after)),
              },
              limit: 1000,
            },
          ],
        ];
      }),
    );
  },

  verdict(context, answers) {
    const stages = context.model.requests?.stages ?? [];
    if (stages.length === 0)
      return inconclusive('no serving stages are configured', 'Name their columns under requests.stages.');
    const measured = stages.map((stage) => measureStage(stage, answers));
    const known = measured.flatMap((one) => (one.kind === 'measured' ? [one] : []));
    if (known.length === 0)
      return inconclusive(
        measured[0]?.kind === 'not-measured' ? measured[0].reason : 'no stage could be measured',
      );
    const adjusted = benjaminiHochberg(known.map((one) => one.p));
    const findings = known
      .map((one, index) => findingOf(one, adjusted[index] ?? 1, context))
      .sort((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? 0) - (a.effect ?? 0));
    const worst = findings[0];
    if (worst?.shifted !== true) {
      return {
        answer: 'steady',
        line: `every stage as before; the slowest is ${slowest(findings)}`,
        findings,
      };
    }
    const hosts = hostFindings(worst.subject.name, answers, context);
    const slow = hosts.filter((finding) => finding.shifted);
    const where =
      slow.length > 0 && slow.length < hosts.length
        ? ` on ${slow.map((one) => one.subject.name).join(', ')}`
        : '';
    return { answer: 'shifted', line: `${worst.sentence}${where}`, findings: [...findings, ...hosts] };
  },
};

type Measured = {
  readonly kind: 'measured';
  readonly stage: string;
  /** The highest quantile, up to p95, that there are requests enough for. */
  readonly high: { readonly name: string; readonly difference: QuantileDifference };
  readonly p50: QuantileDifference | null;
  readonly p99: QuantileDifference | null;
  /** Whether p50 or the high quantile moved: the smaller p, Bonferroni-corrected. */
  readonly p: number;
};

const HIGH = [0.95, 0.9, 0.75, 0.5] as const;

function measureStage(
  stage: string,
  answers: Answers,
): Measured | { readonly kind: 'not-measured'; readonly reason: string } {
  const read = rowsOf(answers, `histogram ${stage}`);
  if (read.kind === 'not-read') return { kind: 'not-measured', reason: read.reason };
  const counts = {
    before: Array.from({ length: EDGES.length + 1 }, () => 0),
    after: Array.from({ length: EDGES.length + 1 }, () => 0),
  };
  for (const row of read.rows) {
    const bin = numberOf(row['bin']);
    if (bin === null) continue;
    counts.before[bin] = countOf(row['before']);
    counts.after[bin] = countOf(row['after']);
  }
  const edges = [0, ...EDGES, (EDGES.at(-1) ?? 1) * 10];
  const at = (q: number): QuantileDifference | null => {
    const difference = quantileDifference(
      { before: { edges, counts: counts.before }, after: { edges, counts: counts.after } },
      q,
    );
    return difference.kind === 'estimate' ? difference : null;
  };
  const p50 = at(0.5);
  for (const q of HIGH) {
    const difference = at(q);
    if (difference === null) continue;
    const p = Math.min(1, 2 * Math.min(difference.pValue, p50?.pValue ?? 1));
    return { kind: 'measured', stage, high: { name: `p${q * 100}`, difference }, p50, p99: at(0.99), p };
  }
  return { kind: 'not-measured', reason: `too few requests went through ${stage} in one of the windows` };
}

function findingOf(
  { stage, high, p50, p99, p }: Measured,
  adjustedP: number,
  context: CheckContext,
): Finding {
  const floor = context.thresholds['floor'] ?? 5;
  const moved = high.difference;
  const ratio = moved.before > 0 ? moved.after / moved.before : Infinity;
  return {
    subject: { kind: 'stage', name: stage },
    measure: high.name,
    unit: 'ms',
    before: moved.before,
    after: moved.after,
    effect: moved.value,
    low: moved.interval.low,
    high: moved.interval.high,
    nBefore: moved.n.before,
    nAfter: moved.n.after,
    test: moved.test,
    p,
    adjustedP,
    threshold: floor,
    shifted:
      adjustedP <= (context.thresholds['alpha'] ?? 0.001) &&
      moved.value >= floor &&
      ratio >= (context.thresholds['ratio'] ?? 1.3),
    detail: {
      p50Before: p50?.before ?? null,
      p50After: p50?.after ?? null,
      p99Before: p99?.before ?? null,
      p99After: p99?.after ?? null,
      ratio: Number.isFinite(ratio) ? ratio : null,
    },
    sentence: `${high.name} of ${stage} went from ${ms(moved.before)} to ${ms(moved.after)}`,
  };
}

function hostFindings(stage: string, answers: Answers, context: CheckContext): readonly Finding[] {
  return compareShares(
    rowsOrNone(answers, `hosts ${stage}`).flatMap((row) => {
      const host = textOf(row['host']);
      if (host === null) return [];
      return [
        {
          subject: { kind: 'host' as const, name: host },
          before: { events: countOf(row['slowBefore']), trials: countOf(row['before']) },
          after: { events: countOf(row['slowAfter']), trials: countOf(row['after']) },
          words: (from: string, to: string) =>
            `${to} of requests on ${host} exceed the p95 that ${stage} had (${from} before)`,
        },
      ];
    }),
    {
      measure: `share of ${stage} above its old p95`,
      floor: 0.1,
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'up',
    },
  );
}

const slowest = (findings: readonly Finding[]): string => {
  const one = [...findings].sort((a, b) => (b.after ?? 0) - (a.after ?? 0))[0];
  return one === undefined ? 'not known' : `${one.subject.name} with a p95 of ${ms(one.after ?? 0)}`;
};

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
