import { labelName, type Metered } from '../../checks/serving/metered.ts';
import type { Answer } from '../../checks/question.ts';
import type { Infra } from '../../config/schema/infra-schema.ts';
import type { PrometheusSource } from '../../config/schema/prometheus-schema.ts';
import type { Cell, Row } from '../../sql/aggregate.ts';
import { SqlError } from '../../sql/sql-error.ts';
import type { Window } from '../../time/window.ts';
import { milliseconds } from '../duration.ts';
import type { Connection } from './connection.ts';
import { columnLabel, duration, renderMetered } from './promql.ts';
import { finite, MatrixReply } from './replies.ts';
import { binsOf, spansOf, type Steps } from './steps.ts';

export type Meter = {
  readonly connection: Connection;
  readonly config: PrometheusSource;
  readonly infra: Infra;
  /** Nothing later than this is asked for. */
  readonly now: Date;
};

/**
 * Answers a question with range queries: each window as the sum of its spans, one query a window (more where the
 * server's limit of points asks for it). What is no finite number is left out; where nothing is left there is no row.
 */
export async function meter(of: Meter, question: Metered, signal: AbortSignal): Promise<Answer> {
  const source = of.infra.source;
  const started = performance.now();
  const rows = new Map<string, Record<string, Cell>>();
  const texts: string[] = [];
  try {
    for (const name of ['before', 'after'] as const) {
      for (const steps of stepsOf(of, question, question.windows[name])) {
        const query = renderMetered(of.infra, question, steps);
        texts.push(
          `${query}\n# from ${time(steps.start)} to ${time(steps.end)}, step ${duration(steps.step)}`,
        );
        const answered = await askRange(of, { query, steps, signal });
        if (answered.kind === 'failed')
          return { ...answered, source, message: `infra.${question.query}: ${answered.message}` };
        add(rows, answered.series, { of, question, name, steps });
      }
    }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { kind: 'failed', cause: error.code, source, message: error.message, hint: error.hint };
  }
  const asked = {
    source,
    text: texts.join('\n\n'),
    parameters: [],
    milliseconds: Math.round(performance.now() - started),
  };
  return { kind: 'rows', rows: [...rows.values()], asked };
}

function stepsOf({ config, now }: Meter, { everySeconds }: Metered, window: Window): readonly Steps[] {
  const fineness = {
    resolutionMilliseconds: milliseconds(config.resolution),
    maximumPoints: config.max_points,
  };
  // `now` itself may be read, as it may be from a table.
  const cut = { from: window.from, to: new Date(Math.min(window.to.getTime(), now.getTime() + 1)) };
  return everySeconds === undefined ? spansOf(cut, fineness) : binsOf(cut, everySeconds, fineness);
}

type Series = {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
};
type Range = { readonly query: string; readonly steps: Steps; readonly signal: AbortSignal };

async function askRange({ connection, config }: Meter, { query, steps, signal }: Range) {
  const reply = await connection.ask({
    path: 'query_range',
    parameters: {
      query,
      start: String(steps.start / 1000),
      end: String(steps.end / 1000),
      step: String(steps.step / 1000),
    },
    schema: MatrixReply,
    signal,
  });
  if (reply.kind === 'failed') return reply;
  const series: readonly Series[] = reply.data.data.result;
  const most =
    config.max_series * series.reduce((names, { metric }) => names.add(metric[columnLabel]), new Set()).size;
  if (series.length <= most) return { kind: 'series' as const, series };
  return {
    kind: 'failed' as const,
    cause: 'broken' as const,
    message: `the answer has more than ${config.max_series} series`,
    hint: 'narrow the selector, name fewer labels, or raise max_series of the source in fishbone.yml',
  };
}

type Into = {
  readonly of: Meter;
  readonly question: Metered;
  readonly name: 'before' | 'after';
  readonly steps: Steps;
};

/** Adds a window's points to the rows: counts and sums add up, a maximum is the largest. */
function add(rows: Map<string, Record<string, Cell>>, series: readonly Series[], into: Into): void {
  const { question, name, steps, of } = into;
  for (const { metric, values } of series) {
    const column = metric[columnLabel];
    if (column === undefined) continue;
    const labels = Object.fromEntries(
      question.by.map((label) => [label, metric[labelName(of.infra, label) ?? ''] ?? null]),
    );
    for (const [at, text] of values) {
      const value = finite(text);
      if (value === null) continue;
      const row = rowOf(
        rows,
        question.everySeconds === undefined ? labels : { ...labels, at: begin(at, steps) },
      );
      const key = question.fold === 'count' && column === 'count' ? name : `${name} ${column}`;
      const known = row[key];
      const before = typeof known === 'number' ? known : null;
      if (before === null) row[key] = value;
      else row[key] = column === 'max' ? Math.max(before, value) : before + value;
    }
  }
}

function rowOf(rows: Map<string, Record<string, Cell>>, labels: Row): Record<string, Cell> {
  const key = JSON.stringify(Object.values(labels));
  const known = rows.get(key);
  if (known !== undefined) return known;
  const row = { ...labels };
  rows.set(key, row);
  return row;
}

/** When the span of this evaluation begins. */
const begin = (seconds: number, { step }: Steps): Date => new Date(Math.round(seconds * 1000) + 1 - step);

const time = (at: number): string => new Date(at).toISOString();
