import type { CheckContext } from '../check.ts';
import { isMetered, meteredCounts, meteredQuestion } from './metered-question.ts';
import type { Answers, Questions } from '../question.ts';
import type { RestartCounts } from '../restarts.ts';

/** The restarts of each host, from a counter that counts them. */
export function askRestarts(context: CheckContext): Questions {
  if (!isMetered(context, 'restarts')) return {};
  return { restarts: meteredQuestion(context, { query: 'restarts', fold: 'count', by: ['host'] }) };
}

/** Restarts over the hours for which the counter has samples: a host that nobody looked at did not run without restarts. */
export function readRestarts(context: CheckContext, answers: Answers): RestartCounts {
  if (!isMetered(context, 'restarts'))
    return {
      kind: 'not-counted',
      line: 'no hosts table is configured',
      reason: 'Name one under hosts:, or a counter under infra.restarts:, to see restarts.',
    };
  const read = meteredCounts(answers, 'restarts');
  if (read.kind === 'not-read') return { kind: 'not-counted', line: read.reason, reason: read.reason };
  for (const [window, words] of [
    ['before', 'baseline'],
    ['after', 'incident'],
  ] as const) {
    if (read.counts.some((count) => count[window] !== null && count.hours[window] > 0)) continue;
    const line = `no restart counter was read in the ${words} window`;
    return { kind: 'not-counted', line, reason: line };
  }
  return {
    kind: 'counted',
    hosts: read.counts.map((count) => ({
      host: count.label('host') ?? 'all hosts',
      before: { events: Math.round(count.before ?? 0), hours: count.hours.before },
      after: { events: Math.round(count.after ?? 0), hours: count.hours.after },
    })),
  };
}
