import { column, count, isDistinctFrom, text } from '../sql/build.ts';
import type { Aggregate, Row } from '../sql/aggregate.ts';
import type { Check, CheckContext } from './check.ts';
import { compareShares, shareWords } from './compare/compare-shares.ts';
import type { Finding } from './evidence.ts';
import { compareFeature, inWindow, relationOf } from './parity/parity-measures.ts';
import { comparePartners, nameSwap } from './parity/parity-swap.ts';
import { nameTransform } from './parity/parity-transform.ts';
import type { FeatureProfile } from './features/profile.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { inSegment, inconclusive } from './windowed.ts';

const MOST_PAIRS = 400;

/** Is the value that was served the value that the offline (training) code computes for the same request? */
export const parity: Check = {
  about: {
    id: 'parity',
    title: 'Online against offline features',
    question:
      'Do served feature values equal what the offline code computes for the same request, and if not, how do they differ?',
    tellsApart: ['code', 'data', 'config', 'upstream'],
    needs: ['predictions', 'offline_features'],
    cost: { minutes: 0.3, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'share of requests',
        why: 'rounding and late corrections differ in less than one request in a hundred',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every feature is looked at' },
      reach: {
        default: 0.2,
        unit: 'share of requests',
        why: 'with so few rows that a fifth of the requests could differ unseen, nothing is known to agree',
      },
    },
  },

  query(context): Questions {
    if (context.model.offline_features === undefined) return {};
    return Object.fromEntries(
      context.profile.map((feature) => [`feature ${feature.name}`, compareFeature(feature, context)]),
    );
  },

  /** For features that disagree, whose value they are served with; for categories, which value became which. */
  follow(context, answers): Questions {
    const disagreeing = context.profile.filter(
      (feature) => shiftedBy(feature.name, answers) > (context.thresholds['floor'] ?? 0.01),
    );
    return {
      ...Object.fromEntries(
        disagreeing.map((feature) => [`partners ${feature.name}`, comparePartners(feature, context)]),
      ),
      ...Object.fromEntries(
        disagreeing
          .filter((feature) => feature.kind === 'category')
          .map((feature) => [`pairs ${feature.name}`, pairsOf(feature, context)]),
      ),
    };
  },

  verdict(context, answers) {
    const { offline_features: offline } = context.model;
    if (offline === undefined)
      return inconclusive('no offline features are configured', 'Name the table under offline_features.');
    if (context.profile.length === 0) return inconclusive('no feature profile could be measured');
    const read = context.profile.map((feature) => ({
      feature,
      read: rowsOf(answers, `feature ${feature.name}`),
    }));
    const failed = read.find((one) => one.read.kind === 'not-read');
    const rows = read.flatMap(({ feature, read: one }) =>
      one.kind === 'rows' && one.rows[0] !== undefined ? [{ feature, row: one.rows[0] }] : [],
    );
    if (rows.length === 0)
      return inconclusive(
        failed?.read.kind === 'not-read' ? failed.read.reason : 'nothing could be compared',
      );
    if (rows.every(({ row }) => countOf(row['before']) === 0 || countOf(row['after']) === 0)) {
      return inconclusive('too few requests have both an online and an offline row');
    }
    const findings = compareShares(
      rows.map(({ feature, row }) => ({
        subject: { kind: 'feature', name: feature.name },
        before: { events: countOf(row['differBefore']), trials: countOf(row['before']) },
        after: { events: countOf(row['differAfter']), trials: countOf(row['after']) },
        words: (from, to) =>
          `${feature.name} differs from its offline value in ${to} of requests (${from} before)`,
      })),
      {
        measure: 'share of requests that disagree',
        floor: context.thresholds['floor'] ?? 0.01,
        alpha: context.thresholds['alpha'] ?? 0.001,
        direction: 'up',
      },
    ).map((finding) =>
      withTransform(
        finding,
        rows.find(({ feature }) => feature.name === finding.subject.name),
        answers,
      ),
    );
    const shifted = findings.filter((finding) => finding.shifted);
    const reach = Math.max(...findings.map(({ high, nAfter }) => high ?? Math.min(1, 3 / nAfter)));
    if (shifted.length === 0 && reach >= (context.thresholds['reach'] ?? 0.2)) {
      const compared = Math.min(...findings.map(({ nAfter }) => nAfter));
      const reason = `${compared} requests of the incident have an offline row for every feature; with so few, values that differ in ${shareWords(reach)} of requests would not be seen.`;
      return { ...inconclusive('too few requests have an offline row yet', reason), findings };
    }
    return shifted.length === 0
      ? {
          answer: 'steady',
          line: `${rows.length} features are served as the offline code computes them`,
          findings,
        }
      : {
          answer: 'shifted',
          line: shifted
            .slice(0, 3)
            .map((finding) => finding.sentence)
            .join('; '),
          findings,
        };
  },
};

/** Which offline value was served as which other value, most frequent first. */
function pairsOf(feature: FeatureProfile, context: CheckContext): Aggregate {
  const [online, offline] = [text(column(feature.name, 'left')), text(column(feature.name, 'right'))];
  return {
    kind: 'aggregate',
    from: relationOf(context),
    where: [...inSegment(context, 'left'), inWindow(context, 'incident'), isDistinctFrom(online, offline)],
    by: { online, offline },
    measures: { n: count() },
    limit: MOST_PAIRS,
  };
}

function shiftedBy(name: string, answers: Answers): number {
  const read = rowsOf(answers, `feature ${name}`);
  const row = read.kind === 'rows' ? read.rows[0] : undefined;
  if (row === undefined || countOf(row['after']) === 0) return 0;
  return (
    countOf(row['differAfter']) / countOf(row['after']) -
    countOf(row['differBefore']) / Math.max(1, countOf(row['before']))
  );
}

function withTransform(
  finding: Finding,
  found: { readonly feature: FeatureProfile; readonly row: Row } | undefined,
  answers: Answers,
): Finding {
  if (!finding.shifted || found === undefined) return finding;
  const pairs = rowsOrNone(answers, `pairs ${found.feature.name}`);
  const named = nameTransform(found.feature, found.row, pairs);
  const swap = nameSwap(found.feature, named.kind, answers);
  const transform = swap ?? named;
  const share = (events: string, trials: string): number | null =>
    countOf(found.row[trials]) > 0 ? countOf(found.row[events]) / countOf(found.row[trials]) : null;
  return {
    ...finding,
    detail: {
      transform: transform.kind,
      partner: swap?.partner ?? null,
      early: share('differEarly', 'early'),
      late: share('differLate', 'late'),
      beyondTraining: clipsBeyondTraining(found.feature, named.bound),
      servedNull: share('servedNull', 'after'),
      offlineNullBefore: share('offlineNullBefore', 'before'),
      offlineNullAfter: share('offlineNullAfter', 'after'),
    },
    sentence: `${finding.sentence}: ${transform.words}`,
  };
}

/** A bound that training values never reach cuts nothing that is usual: what it cut was wrong before it got there. */
function clipsBeyondTraining(feature: FeatureProfile, bound: number | undefined): boolean {
  if (bound === undefined || feature.kind !== 'number') return false;
  return bound >= feature.max || bound <= feature.min;
}
