import type { CheckContext } from '../check.ts';
import type { ErrorCounts } from '../errors.ts';
import {
  hoursMeasured,
  isMetered,
  isNamed,
  meteredCounts,
  meteredQuestion,
  total,
  uncounted,
} from './metered-question.ts';
import type { MeteredCount } from './metered-question.ts';
import type { Answers, Questions } from '../question.ts';

/** Requests by status and error, from counters: one of all requests, and one of those that failed where there is one. */
export function askErrors(context: CheckContext): Questions {
  if (!isMetered(context, 'requests')) return {};
  const by = ['status', 'error'] as const;
  return {
    requests: meteredQuestion(context, { query: 'requests', fold: 'count', by }),
    ...(isMetered(context, 'errors')
      ? { errors: meteredQuestion(context, { query: 'errors', fold: 'count', by }) }
      : {}),
  };
}

/** The same counts that the table of requests would give, by kind of error. */
export function readErrors(
  context: CheckContext,
  answers: Answers,
  kindOf: (error: string | null, status: string | null) => string | null,
): ErrorCounts {
  if (!isMetered(context, 'requests'))
    return {
      kind: 'not-counted',
      line: 'no requests table is configured',
      reason: 'Name one under requests:, or a counter under infra.requests:, to see errors.',
    };
  const separate = isMetered(context, 'errors');
  if (!separate && !isNamed(context, 'status') && !isNamed(context, 'error'))
    return {
      kind: 'not-counted',
      line: 'nothing tells failed requests from others',
      reason: 'Name the label of the status under infra.labels.status:, or a counter under infra.errors:.',
    };
  const requests = meteredCounts(answers, 'requests');
  if (requests.kind === 'not-read') return notCounted(requests.reason);
  const nothing = uncounted(requests.counts);
  if (nothing !== null) return notCounted(`infra.requests counted nothing in ${nothing}`);
  const failures = separate ? meteredCounts(answers, 'errors') : requests;
  if (failures.kind === 'not-read') return notCounted(failures.reason);

  if (failures.counts.length === 0)
    return notCounted('infra.errors has no samples: none happened, or none counted, cannot be told apart');

  const kinds = new Map<string, MeteredCount[]>();
  for (const count of failures.counts) {
    const kind = kindOf(count.label('error'), count.label('status')) ?? (separate ? 'errors' : null);
    if (kind !== null) kinds.set(kind, [...(kinds.get(kind) ?? []), count]);
  }
  const totals = { before: total(requests.counts, 'before'), after: total(requests.counts, 'after') };
  return {
    kind: 'counted',
    totals,
    kinds: new Map(
      [...kinds].map(([kind, counts]) => [
        kind,
        {
          before: Math.min(totals.before, total(counts, 'before')),
          after: Math.min(totals.after, total(counts, 'after')),
        },
      ]),
    ),
    detail: hoursMeasured(requests.counts),
  };
}

const notCounted = (line: string): ErrorCounts => ({ kind: 'not-counted', line, reason: line });
