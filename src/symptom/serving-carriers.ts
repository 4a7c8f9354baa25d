import type { ModelConfig } from '../config/schema.ts';
import type { Expression } from '../sql/aggregate.ts';
import { eq, gt, gte, isNotNull, plus, any, number, literal, caseWhen, isNull } from '../sql/build.ts';
import type { Carrier, ColumnOf } from './carrier.ts';

/** Milliseconds above which a tenth and a twentieth of the baseline's requests lay, by stage; the whole request under `total`. */
export type LatencyMarks = Readonly<Record<string, { readonly p90: number; readonly p50: number }>>;

export const WHOLE_REQUEST = 'total';

/** The whole request's milliseconds: its own column, or the sum of its stages, a stage not taken counting 0. */
export function latencyOf(model: ModelConfig, of: ColumnOf): Expression | null {
  const requests = model.requests;
  if (requests === undefined) return null;
  if (requests.latency !== undefined) return number(of(requests.latency));
  const stages = requests.stages.map((stage) => {
    const value = number(of(stage));
    return caseWhen([[isNull(value), 0]], value);
  });
  return stages.reduce<Expression | null>((sum, stage) => (sum === null ? stage : plus(sum, stage)), null);
}

/** Errors, fallbacks and slow stages of requests. */
export function servingCarriers(model: ModelConfig, marks: LatencyMarks): Carrier[] {
  const requests = model.requests;
  if (requests === undefined) return [];
  const carriers: Carrier[] = [];
  const error = isError(model);
  if (error !== null) {
    carriers.push({
      id: 'errors',
      words: 'error rate',
      subject: { kind: 'metric', name: 'error_rate' },
      tier: 'defect',
      source: 'requests',
      quantity: { kind: 'share', event: error },
    });
  }
  const { fallback } = requests;
  if (fallback !== undefined) {
    carriers.push({
      id: 'fallback',
      words: 'share of fallback scores',
      subject: { kind: 'metric', name: 'fallback_rate' },
      tier: 'defect',
      source: 'requests',
      quantity: { kind: 'share', event: (of) => eq(number(of(fallback)), 1) },
    });
  }
  for (const stage of [WHOLE_REQUEST, ...requests.stages]) {
    const mark = marks[stage];
    if (mark === undefined) continue;
    for (const level of ['p90', 'p50'] as const) {
      carriers.push({
        id: `slow ${level}:${stage}`,
        words:
          stage === WHOLE_REQUEST
            ? `share of requests slower than ${round(mark[level])} ms`
            : `share of ${stage} above ${round(mark[level])}`,
        subject: { kind: 'stage', name: stage },
        tier: 'defect',
        source: 'requests',
        quantity: {
          kind: 'share',
          event: (of) =>
            gt(
              stage === WHOLE_REQUEST ? (latencyOf(model, of) ?? literal(0)) : number(of(stage)),
              mark[level],
            ),
        },
      });
    }
  }
  return carriers;
}

/** A request failed: status 500 and above, or an error type. Null when the configuration names neither. */
export function isError(model: ModelConfig): ((of: ColumnOf) => Expression) | null {
  const { status, error } = model.requests ?? {};
  if (status === undefined && error === undefined) return null;
  return (of) =>
    any(
      ...(status === undefined ? [] : [gte(number(of(status)), 500)]),
      ...(error === undefined ? [] : [isNotNull(of(error))]),
    );
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
