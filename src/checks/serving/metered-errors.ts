import type { CheckContext } from '../check.ts';
import type { Counts, ErrorCounts, Failures } from '../errors.ts';
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

/** Requests by status, error and host, from counters: one of all requests, and one of those that failed where there is one. */
export function askErrors(context: CheckContext): Questions {
  if (!isMetered(context, 'requests')) return {};
  const by = ['status', 'error', 'host'] as const;
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

  const kindOfCount = (count: MeteredCount): string | null =>
    kindOf(count.label('error'), count.label('status')) ?? (separate ? 'errors' : null);
  const failed = failures.counts.filter((count) => kindOfCount(count) !== null);
  const kinds = Map.groupBy(failed, (count) => kindOfCount(count) ?? '');
  const totals = bothWindows(requests.counts);
  return {
    kind: 'counted',
    totals,
    kinds: new Map([...kinds].map(([kind, counts]) => [kind, partOf(totals, counts)])),
    hosts: byHost(requests.counts, failed),
    detail: hoursMeasured(requests.counts),
  };
}

/** Hosts that the counter of requests tells apart; one that failed nothing has no series for it. */
function byHost(
  requests: readonly MeteredCount[],
  failed: readonly MeteredCount[],
): ReadonlyMap<string, Failures> {
  const failures = Map.groupBy(failed, (count) => count.label('host'));
  return new Map(
    [...Map.groupBy(requests, (count) => count.label('host'))].flatMap(([host, counts]) => {
      if (host === null) return [];
      const all = bothWindows(counts);
      return [[host, { requests: all, failed: partOf(all, failures.get(host) ?? []) }] as const];
    }),
  );
}

function bothWindows(counts: readonly MeteredCount[]): Counts {
  return { before: total(counts, 'before'), after: total(counts, 'after') };
}

/** Extrapolated rises of two counters may cross: no more fail than came. */
function partOf(all: Counts, counts: readonly MeteredCount[]): Counts {
  const { before, after } = bothWindows(counts);
  return { before: Math.min(all.before, before), after: Math.min(all.after, after) };
}

const notCounted = (line: string): ErrorCounts => ({ kind: 'not-counted', line, reason: line });
