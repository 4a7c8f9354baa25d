import { all, column, countIf, isNotNull, table } from '../sql/build.ts';
import type { Check } from './check.ts';
import { compareShares, shareWords } from './compare/compare-shares.ts';
import type { Finding } from './evidence.ts';
import { askErrors, readErrors } from './serving/metered-errors.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

/** Which errors do requests end in, and which of them became more frequent? */
export const errors: Check = {
  about: {
    id: 'errors',
    title: 'Errors by type and status',
    question: 'Which errors became more frequent: timeouts, throttling, failures of one kind?',
    tellsApart: ['infra', 'code', 'upstream', 'data'],
    needs: ['requests'],
    insteadOfTables: ['requests'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.005,
        unit: 'share',
        why: 'half a percent of requests more with one error is what a person would act on',
      },
      alpha: {
        default: 0.01,
        unit: 'false discovery rate',
        why: 'every error type is looked at; one false alarm in a hundred is few enough',
      },
    },
  },

  query(context): Questions {
    const { requests } = context.model;
    if (requests === undefined) return askErrors(context);
    const { before, after } = windowsOn(context, requests.time);
    return {
      histogram: {
        kind: 'aggregate',
        from: table('requests'),
        where: [],
        by: {
          ...(requests.error === undefined ? {} : { error: column(requests.error) }),
          ...(requests.status === undefined ? {} : { status: column(requests.status) }),
          ...(requests.host === undefined ? {} : { host: column(requests.host) }),
        },
        measures: {
          before: countIf(all(before, isNotNull(column(requests.id)))),
          after: countIf(all(after, isNotNull(column(requests.id)))),
        },
        limit: 5000,
      },
    };
  },

  verdict(context, answers) {
    const counted =
      context.model.requests === undefined ? readErrors(context, answers, errorKind) : readRows(answers);
    if (counted.kind === 'not-counted') return inconclusive(counted.line, counted.reason);
    const { totals, kinds, hosts, detail } = counted;
    const rule = {
      measure: 'error rate',
      floor: context.thresholds['floor'] ?? 0.005,
      alpha: context.thresholds['alpha'] ?? 0.01,
      direction: 'up' as const,
    };
    const failed = [...kinds.values()].reduce((sum, { after }) => sum + after, 0);
    const findings = compareShares(
      [...kinds].map(([kind, sum]) => ({
        subject: { kind: 'metric', name: kind },
        before: { events: sum.before, trials: totals.before },
        after: { events: sum.after, trials: totals.after },
        words: (from, to) => `${kind} went from ${from} to ${to} of requests`,
      })),
      rule,
    ).map((finding) => (detail === undefined ? finding : { ...finding, detail }));
    const worst = findings.find((finding) => finding.shifted);
    if (worst === undefined) {
      const line = `errors as before: ${shareWords(failed / totals.after)} of requests`;
      return { answer: 'steady', line, findings };
    }
    const byHost = compareShares(
      [...hosts].map(([host, { failed: events, requests: trials }]) => ({
        subject: { kind: 'host', name: host },
        before: { events: events.before, trials: trials.before },
        after: { events: events.after, trials: trials.after },
        words: (from, to) => `failed requests on ${host} went from ${from} to ${to}`,
      })),
      { ...rule, measure: 'error rate of a host' },
    );
    const hit = byHost.filter((finding) => finding.shifted).map(({ subject }) => subject.name);
    // Where every host is hit, hosts are not what it is about.
    return hit.length === 0 || hit.length === byHost.length
      ? { answer: 'shifted', line: worst.sentence, findings }
      : {
          answer: 'shifted',
          line: `${worst.sentence}, on ${hit.join(', ')}`,
          findings: [...findings, ...byHost],
        };
  },
};

export type Counts = { readonly before: number; readonly after: number };

/** Requests of one host, and those of them that failed. */
export type Failures = { readonly requests: Counts; readonly failed: Counts };

/** Requests in each window, all and those that failed by kind and on each host that is known; or why there are none to compare. */
export type ErrorCounts =
  | {
      readonly kind: 'counted';
      readonly totals: Counts;
      readonly kinds: ReadonlyMap<string, Counts>;
      readonly hosts: ReadonlyMap<string, Failures>;
      readonly detail?: Finding['detail'];
    }
  | { readonly kind: 'not-counted'; readonly line: string; readonly reason: string };

function readRows(answers: Answers): ErrorCounts {
  const read = rowsOf(answers, 'histogram');
  if (read.kind === 'not-read') return { kind: 'not-counted', line: read.reason, reason: read.reason };
  let totals = nobody;
  const kinds = new Map<string, Counts>();
  const hosts = new Map<string, Failures>();
  for (const row of read.rows) {
    const counts = { before: countOf(row['before']), after: countOf(row['after']) };
    totals = plus(totals, counts);
    const kind = errorKind(textOf(row['error']), textOf(row['status']));
    if (kind !== null) kinds.set(kind, plus(kinds.get(kind) ?? nobody, counts));
    const host = textOf(row['host']);
    if (host === null) continue;
    const { requests, failed } = hosts.get(host) ?? { requests: nobody, failed: nobody };
    hosts.set(host, {
      requests: plus(requests, counts),
      failed: kind === null ? failed : plus(failed, counts),
    });
  }
  if (totals.before > 0 && totals.after > 0) return { kind: 'counted', totals, kinds, hosts };
  const line = `no requests in the ${totals.before === 0 ? 'baseline' : 'incident'} window`;
  return { kind: 'not-counted', line, reason: line };
}

const nobody: Counts = { before: 0, after: 0 };
const plus = (one: Counts, other: Counts): Counts => ({
  before: one.before + other.before,
  after: one.after + other.after,
});

/** The error's own type where there is one, else the status when it says that the request failed; null for one that went well. */
function errorKind(error: string | null, status: string | null): string | null {
  if (error !== null && error !== '') return error;
  const code = Number(status);
  if (status === null || !Number.isFinite(code) || code < 400) return null;
  return code === 429 ? 'status 429 (throttled)' : `status ${code}`;
}
