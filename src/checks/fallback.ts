import { all, column, countIf, eq, isNotNull, number, table } from '../sql/build.ts';
import type { Check } from './check.ts';
import { compareShares } from './compare-shares.ts';
import type { Questions } from './question.ts';
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
    if (requests?.fallback === undefined) return {};
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
    const { requests } = context.model;
    if (requests?.fallback === undefined)
      return inconclusive('no fallback column is configured', 'Name it under requests.fallback.');
    const read = rowsOf(answers, 'shares');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const hosts = read.rows.map((row) => ({
      host: textOf(row['host']),
      before: { events: countOf(row['fallbackBefore']), trials: countOf(row['before']) },
      after: { events: countOf(row['fallbackAfter']), trials: countOf(row['after']) },
    }));
    const whole = hosts.reduce(
      (sum, one) => ({
        before: {
          events: sum.before.events + one.before.events,
          trials: sum.before.trials + one.before.trials,
        },
        after: { events: sum.after.events + one.after.events, trials: sum.after.trials + one.after.trials },
      }),
      { before: { events: 0, trials: 0 }, after: { events: 0, trials: 0 } },
    );
    if (whole.before.trials === 0 || whole.after.trials === 0) {
      return inconclusive(`no requests in the ${whole.before.trials === 0 ? 'baseline' : 'incident'} window`);
    }
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
      hosts
        .filter((one) => one.host !== null)
        .map((one) => ({
          subject: { kind: 'host', name: one.host ?? '' },
          before: one.before,
          after: one.after,
          words: (from, to) => `default scores on ${one.host ?? ''} went from ${from} to ${to}`,
        })),
      rule,
    );
    const findings = [...total, ...byHost];
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
