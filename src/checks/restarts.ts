import { column, maximum, minimum, number, table, timeBin } from '../sql/build.ts';
import { binomialUpperTail } from '../statistics/distribution/binomial.ts';
import type { Window } from '../time/window.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import { askRestarts, readRestarts } from './serving/metered-restarts.ts';
import type { Answers, Questions } from './question.ts';
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
    insteadOfTables: ['restarts'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: { default: 2, unit: 'restarts', why: 'a single restart is an ordinary deploy' },
      alpha: { default: 0.001, unit: 'p', why: 'every host is looked at' },
    },
  },

  query(context): Questions {
    const { hosts } = context.model;
    if (hosts === undefined) return askRestarts(context);
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
    const counted =
      context.model.hosts === undefined ? readRestarts(context, answers) : readCounters(context, answers);
    if (counted.kind === 'not-counted') return inconclusive(counted.line, counted.reason);
    const findings = counted.hosts.map((one) => findingOf(one, counted.hosts.length, context));
    findings.sort((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? 0) - (a.effect ?? 0));
    const shifted = findings.filter((finding) => finding.shifted);
    const once = findings.find(
      ({ nAfter, adjustedP }) => nAfter > 0 && adjustedP !== null && adjustedP <= DOUBTFUL,
    );
    if (shifted.length === 0 && once !== undefined)
      return {
        ...inconclusive('too few restarts yet to tell them from the usual ones', `${once.sentence}.`),
        findings,
      };
    return shifted.length === 0
      ? { answer: 'steady', line: 'no more restarts than before', findings }
      : {
          answer: 'shifted',
          line: `${shifted.map((finding) => finding.subject.name).join(', ')} restarted ${shifted.reduce((sum, one) => sum + one.nAfter, 0)} times since the onset`,
          findings,
        };
  },
};

/** A host that is this unlikely to have restarted by itself is not called steady, even where it is too early to accuse it. */
const DOUBTFUL = 0.05;

type Counted = { readonly events: number; readonly hours: number };
type HostRestarts = { readonly host: string; readonly before: Counted; readonly after: Counted };

/** How often each host restarted in how many hours, in both windows; or why that is not known. */
export type RestartCounts =
  | { readonly kind: 'counted'; readonly hosts: readonly HostRestarts[] }
  | { readonly kind: 'not-counted'; readonly line: string; readonly reason: string };

function readCounters(context: CheckContext, answers: Answers): RestartCounts {
  const read = rowsOf(answers, 'counters');
  if (read.kind === 'not-read') return notCounted(read.reason);
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
  if (hosts.size === 0) return notCounted('no restart counter could be read');
  const hours = (window: Window): number => (window.to.getTime() - window.from.getTime()) / 3_600_000;
  if (hours(incident) <= 0 || hours(baseline) <= 0) return notCounted('one of the windows is empty');
  const measured = (window: Window): boolean =>
    [...hosts.values()].some((bins) => bins.some((bin) => overlaps(bin.at, window)));
  if (!measured(baseline) || !measured(incident))
    return notCounted(
      `no restart counter was read in the ${measured(baseline) ? 'incident' : 'baseline'} window`,
    );
  return {
    kind: 'counted',
    hosts: [...hosts].map(([host, bins]) => {
      const steps = increments(bins.sort((a, b) => a.at - b.at));
      const within = (window: Window): Counted => ({
        events: steps.filter((step) => overlaps(step.at, window)).reduce((sum, step) => sum + step.count, 0),
        hours: hours(window),
      });
      return { host, before: within(baseline), after: within(incident) };
    }),
  };
}

const notCounted = (line: string): RestartCounts => ({ kind: 'not-counted', line, reason: line });

/** One host's rates; a host that was not there in both windows has nothing to be compared with. */
function findingOf({ host, before, after }: HostRestarts, hosts: number, context: CheckContext): Finding {
  const floor = context.thresholds['floor'] ?? 2;
  const rate = ({ events, hours }: Counted): number | null => (hours > 0 ? events / hours : null);
  const [rateBefore, rateAfter] = [rate(before), rate(after)];
  const frame = {
    subject: { kind: 'host' as const, name: host },
    measure: 'restarts an hour',
    unit: 'per hour',
    before: rateBefore,
    after: rateAfter,
    low: null,
    high: null,
    nBefore: before.events,
    nAfter: after.events,
    threshold: floor,
  };
  if (rateBefore === null || rateAfter === null)
    return {
      ...frame,
      effect: null,
      test: null,
      p: null,
      adjustedP: null,
      shifted: false,
      sentence: `${host} was not there in the ${rateBefore === null ? 'baseline' : 'incident'} window`,
    };
  const p = binomialUpperTail(after.events, {
    n: before.events + after.events,
    probability: after.hours / (before.hours + after.hours),
  });
  const adjustedP = Math.min(1, p * hosts);
  return {
    ...frame,
    effect: rateAfter - rateBefore,
    test: 'conditional Poisson (exact, one-sided), Bonferroni',
    p,
    adjustedP,
    shifted:
      after.events >= floor && rateAfter > rateBefore && adjustedP <= (context.thresholds['alpha'] ?? 0.001),
    sentence: `${host} restarted ${after.events === 1 ? 'once' : `${after.events} times`} in the incident window (${rateAfter.toFixed(2)} an hour, ${rateBefore.toFixed(2)} before)`,
  };
}

const overlaps = (bin: number, window: Window): boolean =>
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
