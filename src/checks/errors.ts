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
        },
        measures: {
          before: countIf(all(before, isNotNull(column(requests.id)))),
          after: countIf(all(after, isNotNull(column(requests.id)))),
        },
        limit: 500,
      },
    };
  },

  verdict(context, answers) {
    const counted =
      context.model.requests === undefined ? readErrors(context, answers, errorKind) : readRows(answers);
    if (counted.kind === 'not-counted') return inconclusive(counted.line, counted.reason);
    const { totals, kinds, detail } = counted;
    const failed = [...kinds.values()].reduce((sum, { after }) => sum + after, 0);
    const findings = compareShares(
      [...kinds].map(([kind, sum]) => ({
        subject: { kind: 'metric', name: kind },
        before: { events: sum.before, trials: totals.before },
        after: { events: sum.after, trials: totals.after },
        words: (from, to) => `${kind} went from ${from} to ${to} of requests`,
      })),
      {
        measure: 'error rate',
        floor: context.thresholds['floor'] ?? 0.005,
        alpha: context.thresholds['alpha'] ?? 0.01,
        direction: 'up',
      },
    ).map((finding) => (detail === undefined ? finding : { ...finding, detail }));
    const worst = findings.find((finding) => finding.shifted);
    return worst === undefined
      ? {
          answer: 'steady',
          line: `errors as before: ${shareWords(failed / totals.after)} of requests`,
          findings,
        }
      : { answer: 'shifted', line: worst.sentence, findings };
  },
};

/** Requests in each window, all and those that failed by kind; or why there are none to compare. */
export type ErrorCounts =
  | {
      readonly kind: 'counted';
      readonly totals: { readonly before: number; readonly after: number };
      readonly kinds: ReadonlyMap<string, { readonly before: number; readonly after: number }>;
      readonly detail?: Finding['detail'];
    }
  | { readonly kind: 'not-counted'; readonly line: string; readonly reason: string };

function readRows(answers: Answers): ErrorCounts {
  const read = rowsOf(answers, 'histogram');
  if (read.kind === 'not-read') return { kind: 'not-counted', line: read.reason, reason: read.reason };
  const totals = { before: 0, after: 0 };
  const kinds = new Map<string, { before: number; after: number }>();
  for (const row of read.rows) {
    const [before, after] = [countOf(row['before']), countOf(row['after'])];
    totals.before += before;
    totals.after += after;
    const kind = errorKind(textOf(row['error']), textOf(row['status']));
    if (kind === null) continue;
    const sum = kinds.get(kind) ?? { before: 0, after: 0 };
    kinds.set(kind, { before: sum.before + before, after: sum.after + after });
  }
  if (totals.before > 0 && totals.after > 0) return { kind: 'counted', totals, kinds };
  const line = `no requests in the ${totals.before === 0 ? 'baseline' : 'incident'} window`;
  return { kind: 'not-counted', line, reason: line };
}

/** The error's own type where there is one, else the status when it says that the request failed; null for one that went well. */
function errorKind(error: string | null, status: string | null): string | null {
  if (error !== null && error !== '') return error;
  const code = Number(status);
  if (status === null || !Number.isFinite(code) || code < 400) return null;
  return code === 429 ? 'status 429 (throttled)' : `status ${code}`;
}
