import { column, maximum, minimum, number, table, timeBin } from '../sql/build.ts';
import { binomialUpperTail } from '../statistics/distribution/binomial.ts';
import type { Check } from './check.ts';
import type { Finding } from './evidence.ts';
import type { Questions } from './question.ts';
import { momentOf, numberOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

const BIN_SECONDS = 600;

/** Do hosts restart more often than before? The counter counts since start and may itself start again at 0. */
export const restarts: Check = {
  about: {
    id: 'restarts',
    title: 'Restarts by host',
    question: 'Did hosts restart more often than before, and which?',
    tellsApart: ['infra', 'code'],
    needs: ['hosts'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: { default: 2, unit: 'restarts', why: 'a single restart is an ordinary deploy' },
      alpha: { default: 0.001, unit: 'p', why: 'every host is looked at' },
    },
  },

  query(context): Questions {
    const { hosts } = context.model;
    if (hosts === undefined) return {};
    const value = number(column(hosts.restarts));
    return {
      counters: {
        kind: 'aggregate',
        from: table('hosts'),
        where: [],
        by: { host: column(hosts.host), at: timeBin(column(hosts.time), BIN_SECONDS) },
        measures: { low: minimum(value), high: maximum(value) },
        limit: 500_000,
      },
    };
  },

  verdict(context, answers) {
    if (context.model.hosts === undefined)
      return inconclusive('no hosts table is configured', 'Name one under hosts: to see restarts.');
    const read = rowsOf(answers, 'counters');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const { baseline, incident } = context.windows;
    const hosts = new Map<string, { at: number; low: number; high: number }[]>();
    for (const row of read.rows) {
      const [host, at, low, high] = [
        textOf(row['host']),
        momentOf(row['at']),
        numberOf(row['low']),
        numberOf(row['high']),
      ];
      if (host === null || at === null || low === null || high === null) continue;
      hosts.set(host, [...(hosts.get(host) ?? []), { at, low, high }]);
    }
    if (hosts.size === 0) return inconclusive('no restart counter could be read');
    const hours = (window: { from: Date; to: Date }): number =>
      (window.to.getTime() - window.from.getTime()) / 3_600_000;
    if (hours(incident) <= 0 || hours(baseline) <= 0) return inconclusive('one of the windows is empty');
    const measured = (window: { from: Date; to: Date }): boolean =>
      [...hosts.values()].some((bins) => bins.some((bin) => overlaps(bin.at, window)));
    if (!measured(baseline) || !measured(incident))
      return inconclusive(
        `no restart counter was read in the ${measured(baseline) ? 'incident' : 'baseline'} window`,
      );
    const findings = [...hosts].map(([host, bins]): Finding => {
      const steps = increments(bins.sort((a, b) => a.at - b.at));
      const within = (window: { from: Date; to: Date }): number =>
        steps.filter((step) => overlaps(step.at, window)).reduce((sum, step) => sum + step.count, 0);
      const before = { events: within(baseline), exposure: hours(baseline) };
      const after = { events: within(incident), exposure: hours(incident) };
      const p = binomialUpperTail(after.events, {
        n: before.events + after.events,
        probability: after.exposure / (before.exposure + after.exposure),
      });
      const adjustedP = Math.min(1, p * hosts.size);
      const [rateBefore, rateAfter] = [before.events / before.exposure, after.events / after.exposure];
      return {
        subject: { kind: 'host', name: host },
        measure: 'restarts an hour',
        unit: 'per hour',
        before: rateBefore,
        after: rateAfter,
        effect: rateAfter - rateBefore,
        low: null,
        high: null,
        nBefore: before.events,
        nAfter: after.events,
        test: 'conditional Poisson (exact, one-sided), Bonferroni',
        p,
        adjustedP,
        threshold: context.thresholds['floor'] ?? 2,
        shifted:
          after.events >= (context.thresholds['floor'] ?? 2) &&
          rateAfter > rateBefore &&
          adjustedP <= (context.thresholds['alpha'] ?? 0.001),
        sentence: `${host} restarted ${after.events} times in the incident window (${rateAfter.toFixed(2)} an hour, ${rateBefore.toFixed(2)} before)`,
      };
    });
    findings.sort((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? 0) - (a.effect ?? 0));
    const shifted = findings.filter((finding) => finding.shifted);
    return shifted.length === 0
      ? { answer: 'steady', line: 'no more restarts than before', findings }
      : {
          answer: 'shifted',
          line: `${shifted.map((finding) => finding.subject.name).join(', ')} restarted ${shifted.reduce((sum, one) => sum + one.nAfter, 0)} times since the onset`,
          findings,
        };
  },
};

const overlaps = (bin: number, window: { from: Date; to: Date }): boolean =>
  bin + BIN_SECONDS * 1000 > window.from.getTime() && bin < window.to.getTime();

/** How often the counter rose from bin to bin; a fall means that it began again. */
function increments(
  bins: readonly { readonly at: number; readonly low: number; readonly high: number }[],
): readonly { readonly at: number; readonly count: number }[] {
  return bins.map((bin, index) => {
    const previous = bins[index - 1];
    if (previous === undefined) return { at: bin.at, count: bin.high - bin.low };
    return { at: bin.at, count: bin.high >= previous.high ? bin.high - previous.high : bin.high };
  });
}
