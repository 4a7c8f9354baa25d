import type { Infra } from '../../config/schema/infra-schema.ts';
import type { Row } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import { isMetered, isNamed, meteredQuestion } from './metered-question.ts';
import type { Answers, Questions } from '../question.ts';
import { numberOf, rowsOf, textOf } from '../read-answers.ts';
import { readQuantiles } from './metered-quantiles.ts';
import type { MomentsOf } from '../compare/compare-means.ts';
import type { StageCounts, NotMeasured } from './stage-latency.ts';
import type { SharePair } from '../compare/compare-shares.ts';

const WHOLE = 'request';
const OPEN = '+Inf';
/** Series of one server may be sampled a moment apart; counts that fall by more than this from bucket to bucket are no histogram. */
const LARGEST_FALL = 0.02;

/** How stages were counted: as histograms, or as quantiles that somebody else had computed. */
export type MeteredLatency =
  | { readonly kind: 'histograms'; readonly stages: readonly (StageCounts | NotMeasured)[] }
  | { readonly kind: 'quantiles'; readonly pairs: readonly MomentsOf[]; readonly measure: string }
  | NotMeasured;

/** The buckets of every stage, or its quantiles every ten minutes. */
export function askLatency(context: CheckContext): Questions {
  const latency = context.model.infra?.latency;
  if (latency === undefined) return {};
  return 'buckets' in latency
    ? { buckets: meteredQuestion(context, { query: 'latency', fold: 'count', by: ['stage', 'le'] }) }
    : {
        quantiles: meteredQuestion(context, {
          query: 'latency',
          fold: 'level',
          by: ['stage', 'quantile'],
          everySeconds: 600,
        }),
      };
}

/** What came back, as the statistics of latency take it. */
export function readLatency(context: CheckContext, answers: Answers): MeteredLatency {
  const latency = context.model.infra?.latency;
  if (latency === undefined || !isMetered(context, 'latency'))
    return { kind: 'not-measured', reason: 'no serving stages are configured' };
  const unit = latency.unit === 'seconds' ? 1000 : 1;
  if (!('buckets' in latency)) return readQuantiles(rowsOf(answers, 'quantiles'), unit);
  const read = rowsOf(answers, 'buckets');
  if (read.kind === 'not-read') return { kind: 'not-measured', reason: read.reason };
  if (read.rows.length === 0)
    return { kind: 'not-measured', reason: 'infra.latency has no samples in either window' };
  const stages = Map.groupBy(read.rows, (row) => textOf(row['stage']) ?? WHOLE);
  return { kind: 'histograms', stages: [...stages].map(([stage, rows]) => histogramOf(stage, rows, unit)) };
}

/** Buckets count everything below their bound `le`; a bin is what one has more than the bucket before it. */
function histogramOf(stage: string, rows: readonly Row[], unit: number): StageCounts | NotMeasured {
  const buckets = rows
    .flatMap((row) => {
      const bound = boundOf(textOf(row['le']));
      return bound === null ? [] : [{ bound: bound * unit, row }];
    })
    .sort((a, b) => a.bound - b.bound);
  const finite = buckets.filter(({ bound }) => Number.isFinite(bound));
  const last = finite.at(-1)?.bound;
  const first = finite[0]?.bound;
  if (last === undefined || first === undefined)
    return { kind: 'not-measured', reason: `the buckets of ${stage} have no bounds` };
  const bins = (window: 'before' | 'after'): readonly number[] | null => {
    const below = buckets.map(({ row }) => Math.max(0, numberOf(row[window]) ?? 0));
    const all = below.at(-1) ?? 0;
    if (below.some((count, k) => count < (below[k - 1] ?? 0) - LARGEST_FALL * all)) return null;
    const rising = below.map((_, k) => Math.max(...below.slice(0, k + 1)));
    return rising.map((count, k) => Math.round(count) - Math.round(rising[k - 1] ?? 0));
  };
  const [before, after] = [bins('before'), bins('after')];
  if (before === null || after === null)
    return {
      kind: 'not-measured',
      reason: `the buckets of ${stage} do not add up: not every instance has the same bounds`,
    };
  // Nothing is below the first bound of a metric that can be negative; latencies begin at 0.
  const edges = [
    Math.min(0, first),
    ...buckets.map(({ bound }) => (Number.isFinite(bound) ? bound : beyond(last))),
  ];
  return { stage, edges, before, after, openFrom: last };
}

/** How long the slowest took is not known: they count as just above the last bound. */
const beyond = (last: number): number => last * (1 + 1e-9);

function boundOf(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const bound = text === OPEN ? Infinity : Number(text);
  return Number.isNaN(bound) ? null : bound;
}

/** For every stage, how many requests of each host lie above the bound that 5 % of the baseline's exceed. */
export function askSlowHosts(
  context: CheckContext,
  stages: readonly (StageCounts | NotMeasured)[],
  answers: Answers,
): Questions {
  if (!isNamed(context, 'host')) return {};
  const bounds = rowsOf(answers, 'buckets');
  if (bounds.kind === 'not-read') return {};
  return Object.fromEntries(
    stages.flatMap((stage) => {
      if ('kind' in stage) return [];
      const mark = markOf(stage);
      if (mark === null) return [];
      const unit = unitOf(context.model.infra);
      const spelled = bounds.rows
        .filter((row) => (textOf(row['stage']) ?? WHOLE) === stage.stage)
        .map((row) => textOf(row['le']))
        .find((le) => (boundOf(le) ?? NaN) * unit === mark);
      if (spelled === undefined || spelled === null) return [];
      return [
        [
          `hosts ${stage.stage}`,
          meteredQuestion(context, {
            query: 'latency',
            fold: 'count',
            by: ['host', 'le'],
            where: [
              { label: 'le', values: [spelled, OPEN] },
              ...(isNamed(context, 'stage') && stage.stage !== WHOLE
                ? [{ label: 'stage' as const, values: [stage.stage] }]
                : []),
            ],
          }),
        ],
      ];
    }),
  );
}

const unitOf = (infra: Infra | undefined): number => (infra?.latency?.unit === 'milliseconds' ? 1 : 1000);

/** The lowest bound below which 95 % of the baseline's requests lie; null when that is none. */
function markOf({ edges, before, openFrom }: StageCounts): number | null {
  const all = before.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let below = 0;
  for (const [bin, count] of before.entries()) {
    below += count;
    const bound = edges[bin + 1];
    if (below >= 0.95 * all) return bound === undefined || bound > (openFrom ?? Infinity) ? null : bound;
  }
  return null;
}

/** The shares of slow requests by host, of one stage. */
export function readSlowHosts(stage: string, answers: Answers): readonly SharePair[] {
  const read = rowsOf(answers, `hosts ${stage}`);
  if (read.kind === 'not-read') return [];
  const hosts = Map.groupBy(read.rows, (row) => textOf(row['host']));
  return [...hosts].flatMap(([host, rows]): SharePair[] => {
    if (host === null) return [];
    const share = (window: 'before' | 'after') => {
      const counted = (open: boolean): number =>
        rows
          .filter((row) => (textOf(row['le']) === OPEN) === open)
          .reduce((sum, row) => sum + (numberOf(row[window]) ?? 0), 0);
      const trials = Math.round(counted(true));
      return { events: Math.min(trials, Math.max(0, trials - Math.round(counted(false)))), trials };
    };
    return [
      {
        subject: { kind: 'host', name: host },
        before: share('before'),
        after: share('after'),
        words: (from, to) => `${to} of requests on ${host} exceed the p95 that ${stage} had (${from} before)`,
      },
    ];
  });
}
