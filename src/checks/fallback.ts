import { all, column, countIf, eq, isNotNull, number, table } from '../sql/build.ts';
import type { Proportion } from '../statistics/proportion/proportion.ts';
import type { Check } from './check.ts';
import { compareShares } from './compare/compare-shares.ts';
import type { Finding } from './evidence.ts';
import { askFallbacks, readFallbacks } from './serving/metered-fallback.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

/** Are more requests served the default score instead of the model's, and where? */
export const fallback: Check = {
  about: {
    id: 'fallback',
    title: 'Default scores served',
    question: 'How many requests got the default score instead of the model’s, and on which hosts?',
    tellsApart: ['infra', 'upstream', 'code'],
    needs: ['requests'],
    insteadOfTables: ['fallbacks'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'share',
        why: 'one request in a hundred more with a default score moves a metric visibly',
      },
      alpha: { default: 0.01, unit: 'false discovery rate', why: 'every host is looked at' },
    },
  },

  query(context): Questions {
    const { requests } = context.model;
    if (requests?.fallback === undefined) return askFallbacks(context);
    const { before, after } = windowsOn(context, requests.time);
    const served = eq(number(column(requests.fallback)), 1);
    const known = isNotNull(column(requests.fallback));
    return {
      shares: {
        kind: 'aggregate',
        from: table('requests'),
        where: [],
        by: requests.host === undefined ? {} : { host: column(requests.host) },
        measures: {
          before: countIf(all(before, known)),
          after: countIf(all(after, known)),
          fallbackBefore: countIf(all(before, served)),
          fallbackAfter: countIf(all(after, served)),
        },
        limit: 1000,
      },
    };
  },

  verdict(context, answers) {
    const counted =
      context.model.requests?.fallback === undefined ? readFallbacks(context, answers) : readRows(answers);
    if (counted.kind === 'not-counted') return inconclusive(counted.line, counted.reason);
    const { whole, hosts, detail } = counted;
    const rule = {
      measure: 'share of default scores',
      floor: context.thresholds['floor'] ?? 0.01,
      alpha: context.thresholds['alpha'] ?? 0.01,
      direction: 'up' as const,
    };
    const total = compareShares(
      [
        {
          subject: { kind: 'metric', name: 'fallback_rate' },
          ...whole,
          words: (from, to) => `default scores went from ${from} to ${to} of requests`,
        },
      ],
      rule,
    );
    const byHost = compareShares(
      hosts.map((one) => ({
        subject: { kind: 'host', name: one.host },
        before: one.before,
        after: one.after,
        words: (from, to) => `default scores on ${one.host} went from ${from} to ${to}`,
      })),
      rule,
    );
    const findings = [...total, ...byHost].map((finding) =>
      detail === undefined ? finding : { ...finding, detail },
    );
    const shifted = byHost.filter((finding) => finding.shifted);
    const first = total[0];
    if (first?.shifted === true || shifted.length > 0) {
      const where =
        shifted.length > 0 && shifted.length < hosts.length
          ? `, on ${shifted.map((one) => one.subject.name).join(', ')}`
          : '';
      return { answer: 'shifted', line: `${first?.sentence ?? 'more default scores'}${where}`, findings };
    }
    return { answer: 'steady', line: first?.sentence ?? 'default scores as before', findings };
  },
};

type Pair = { readonly before: Proportion; readonly after: Proportion };

/** Requests and those with a default score, in all and on each host that is known by name; or why there are none to compare. */
export type FallbackCounts =
  | {
      readonly kind: 'counted';
      readonly whole: Pair;
      readonly hosts: readonly ({ readonly host: string } & Pair)[];
      readonly detail?: Finding['detail'];
    }
  | { readonly kind: 'not-counted'; readonly line: string; readonly reason: string };

function readRows(answers: Answers): FallbackCounts {
  const read = rowsOf(answers, 'shares');
  if (read.kind === 'not-read') return { kind: 'not-counted', line: read.reason, reason: read.reason };
  const hosts = read.rows.map((row) => ({
    host: textOf(row['host']),
    before: { events: countOf(row['fallbackBefore']), trials: countOf(row['before']) },
    after: { events: countOf(row['fallbackAfter']), trials: countOf(row['after']) },
  }));
  const sum = (window: 'before' | 'after'): Proportion =>
    hosts.reduce(
      (all, one) => ({
        events: all.events + one[window].events,
        trials: all.trials + one[window].trials,
      }),
      { events: 0, trials: 0 },
    );
  const whole = { before: sum('before'), after: sum('after') };
  if (whole.before.trials === 0 || whole.after.trials === 0) {
    const line = `no requests in the ${whole.before.trials === 0 ? 'baseline' : 'incident'} window`;
    return { kind: 'not-counted', line, reason: line };
  }
  const named = hosts.flatMap(({ host, ...pair }) => (host === null ? [] : [{ host, ...pair }]));
  return { kind: 'counted', whole, hosts: named };
}
