import { all, column, countIf, gt, isNotNull, number, numberBin, quantile, table } from '../sql/build.ts';
import type { Aggregate, Expression } from '../sql/aggregate.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import type { Check, CheckContext } from './check.ts';
import { compareMeans } from './compare/compare-means.ts';
import { compareShares } from './compare/compare-shares.ts';
import type { SharePair } from './compare/compare-shares.ts';
import type { Finding, Verdict } from './evidence.ts';
import { askLatency, askSlowHosts, readLatency, readSlowHosts } from './serving/metered-latency.ts';
import type { MeteredLatency } from './serving/metered-latency.ts';
import { isMetered } from './serving/metered-question.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, numberOf, rowsOf, rowsOrNone, textOf } from './read-answers.ts';
import { measureStage, ms, stageFinding } from './serving/stage-latency.ts';
import type { NotMeasured, StageCounts } from './serving/stage-latency.ts';
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
    insteadOfTables: ['latency'],
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
    if (requests === undefined || requests.stages.length === 0) return askLatency(context);
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
    if (requests === undefined || requests.stages.length === 0) {
      const latency = readLatency(context, answers);
      return latency.kind === 'histograms' ? askSlowHosts(context, latency.stages, answers) : {};
    }
    if (host === undefined) return {};
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
    if (stages.length === 0 && !isMetered(context, 'latency'))
      return inconclusive(
        'no serving stages are configured',
        'Name their columns under requests.stages, or a query under infra.latency.',
      );
    const latency = stages.length > 0 ? null : readLatency(context, answers);
    if (latency?.kind === 'not-measured') return inconclusive(latency.reason);
    if (latency?.kind === 'quantiles') return quantileVerdict(latency, context);
    const counted = latency?.stages ?? stages.map((stage) => readHistogram(stage, answers));
    const measured = counted.map((one) => ('kind' in one ? one : measureStage(one)));
    const known = measured.flatMap((one) => (one.kind === 'measured' ? [one] : []));
    if (known.length === 0)
      return inconclusive(
        measured[0]?.kind === 'not-measured' ? measured[0].reason : 'no stage could be measured',
      );
    const adjusted = benjaminiHochberg(known.map((one) => one.p));
    const findings = known
      .map((one, index) => stageFinding(one, adjusted[index] ?? 1, context))
      .sort((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? 0) - (a.effect ?? 0));
    const worst = findings[0];
    if (worst?.shifted !== true) return steady(findings);
    const hosts = hostFindings(
      latency === null ? readHosts(worst.subject.name, answers) : readSlowHosts(worst.subject.name, answers),
      worst.subject.name,
      context,
    );
    const slow = hosts.filter((finding) => finding.shifted);
    const where =
      slow.length > 0 && slow.length < hosts.length
        ? ` on ${slow.map((one) => one.subject.name).join(', ')}`
        : '';
    return { answer: 'shifted', line: `${worst.sentence}${where}`, findings: [...findings, ...hosts] };
  },
};

/** Means of quantiles over time: the ratio counts as well as the difference. */
function quantileVerdict(
  { pairs, measure }: Extract<MeteredLatency, { kind: 'quantiles' }>,
  context: CheckContext,
): Verdict {
  const ratio = context.thresholds['ratio'] ?? 1.3;
  const findings = compareMeans(pairs, {
    measure,
    unit: 'ms',
    floor: context.thresholds['floor'] ?? 5,
    alpha: context.thresholds['alpha'] ?? 0.001,
    direction: 'up',
  })
    .map((finding) => ({
      ...finding,
      shifted: finding.shifted && (finding.after ?? 0) >= ratio * (finding.before ?? 0),
    }))
    .sort((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? 0) - (a.effect ?? 0));
  const [worst] = findings;
  if (worst === undefined || findings.every((finding) => finding.p === null))
    return inconclusive('too few quantiles were recorded in one of the windows');
  return worst.shifted ? { answer: 'shifted', line: worst.sentence, findings } : steady(findings);
}

const steady = (findings: readonly Finding[]): Verdict => ({
  answer: 'steady',
  line: `every stage as before; the slowest is ${slowest(findings)}`,
  findings: [...findings],
});

function readHistogram(stage: string, answers: Answers): StageCounts | NotMeasured {
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
  return { stage, edges: [0, ...EDGES, (EDGES.at(-1) ?? 1) * 10], ...counts };
}

function readHosts(stage: string, answers: Answers): readonly SharePair[] {
  return rowsOrNone(answers, `hosts ${stage}`).flatMap((row): SharePair[] => {
    const host = textOf(row['host']);
    if (host === null) return [];
    return [
      {
        subject: { kind: 'host', name: host },
        before: { events: countOf(row['slowBefore']), trials: countOf(row['before']) },
        after: { events: countOf(row['slowAfter']), trials: countOf(row['after']) },
        words: (from, to) => `${to} of requests on ${host} exceed the p95 that ${stage} had (${from} before)`,
      },
    ];
  });
}

function hostFindings(hosts: readonly SharePair[], stage: string, context: CheckContext): readonly Finding[] {
  return compareShares(hosts, {
    measure: `share of ${stage} above its old p95`,
    floor: 0.1,
    alpha: context.thresholds['alpha'] ?? 0.001,
    direction: 'up',
  });
}

const slowest = (findings: readonly Finding[]): string => {
  const one = [...findings].sort((a, b) => (b.after ?? 0) - (a.after ?? 0))[0];
  return one === undefined
    ? 'not known'
    : `${one.subject.name} with a ${one.measure} of ${ms(one.after ?? 0)}`;
};
