import type { CheckContext } from '../check.ts';
import type { FallbackCounts } from '../fallback.ts';
import {
  hoursMeasured,
  isMetered,
  meteredCounts,
  meteredQuestion,
  total,
  uncounted,
} from './metered-question.ts';
import type { MeteredCount } from './metered-question.ts';
import type { Answers, Questions } from '../question.ts';

/** Requests and default scores by host, from two counters. */
export function askFallbacks(context: CheckContext): Questions {
  if (!isMetered(context, 'requests') || !isMetered(context, 'fallbacks')) return {};
  return {
    requests: meteredQuestion(context, { query: 'requests', fold: 'count', by: ['host'] }),
    fallbacks: meteredQuestion(context, { query: 'fallbacks', fold: 'count', by: ['host'] }),
  };
}

/**
 * The same counts that the table of requests would give. Hosts are compared only when both counters tell them apart; a
 * counter of default scores that nobody exported in a window says nothing about it.
 */
export function readFallbacks(context: CheckContext, answers: Answers): FallbackCounts {
  if (!isMetered(context, 'fallbacks') || !isMetered(context, 'requests')) {
    const line = isMetered(context, 'fallbacks')
      ? 'default scores are counted, requests are not'
      : 'no fallback column is configured';
    const reason = 'Name it under requests.fallback, or counters under infra.fallbacks: and infra.requests:.';
    return { kind: 'not-counted', line, reason };
  }
  const requests = meteredCounts(answers, 'requests');
  if (requests.kind === 'not-read') return notCounted(requests.reason);
  const fallbacks = meteredCounts(answers, 'fallbacks');
  if (fallbacks.kind === 'not-read') return notCounted(fallbacks.reason);
  const nothing = uncounted(requests.counts);
  if (nothing !== null) return notCounted(`infra.requests counted nothing in ${nothing}`);
  for (const [window, words] of [
    ['before', 'baseline'],
    ['after', 'incident'],
  ] as const) {
    if (fallbacks.counts.every((count) => count[window] === null))
      return notCounted(
        `infra.fallbacks has no samples in the ${words} window: none served, or none counted, cannot be told apart`,
      );
  }
  const part = (requested: readonly MeteredCount[], served: readonly MeteredCount[]) => {
    const share = (window: 'before' | 'after') => {
      const trials = total(requested, window);
      return { events: Math.min(trials, total(served, window)), trials };
    };
    return { before: share('before'), after: share('after') };
  };
  const hosts = requests.counts.flatMap((requested) => {
    const host = requested.label('host');
    const served = fallbacks.counts.filter((count) => count.label('host') === host);
    return host === null || served.length === 0 ? [] : [{ host, ...part([requested], served) }];
  });
  return {
    kind: 'counted',
    whole: part(requests.counts, fallbacks.counts),
    hosts: hosts.length === requests.counts.length ? hosts : [],
    detail: hoursMeasured(requests.counts),
  };
}

const notCounted = (line: string): FallbackCounts => ({ kind: 'not-counted', line, reason: line });
