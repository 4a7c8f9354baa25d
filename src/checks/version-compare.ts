import type { Row } from '../sql/aggregate.ts';
import {
  column,
  count,
  countIf,
  during,
  eq,
  isNotNull,
  number,
  numberBin,
  sum,
  sumOfSquares,
  table,
} from '../sql/build.ts';
import { metricQuestion } from '../symptom/metric-question.ts';
import { inWindow, metricTally } from '../symptom/metric-tally.ts';
import { metricUnit } from '../symptom/metric-words.ts';
import { isError } from '../symptom/serving-carriers.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import { delayQuestion, maturityOf, ofSegment } from './labels/mature-labels.ts';
import { compareTallies, metricFindings, metricFloor, reachOf } from './metric/metric-findings.ts';
import { byVersion, metricName, modelMetricOf, worseWhenGreater } from './metric/metric-spec.ts';
import type { Answers, Question, Questions } from './question.ts';
import { countOf, rowsOf, rowsOrNone, textOf } from './read-answers.ts';
import {
  compared,
  coarseEdges,
  isNotOf,
  isOf,
  scoresAgainstOthers,
  servedAgainstOthers,
} from './versions/version-pairs.ts';
import { inconclusive } from './windowed.ts';

/** Fewer requests than this in the incident window are a stray, not a version that serves. */
const fewestRequests = 30;

/** Of the versions that serve at the same time, does one do worse than the others? */
export const versionCompare: Check = {
  about: {
    id: 'version-compare',
    title: 'Versions side by side',
    question: 'Of the versions that serve at the same time, does one predict or serve worse than the others?',
    tellsApart: ['model', 'config', 'code'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.02,
        unit: 'points of the metric',
        why: 'versions are meant to differ a little: a new one is built because it does',
      },
      relative: { default: 0.1, unit: 'share of the loss', why: 'as for points, where a loss has no scale' },
      serving: {
        default: 0.01,
        unit: 'share of requests',
        why: 'one failed or defaulted request in a hundred more is a version that serves worse',
      },
      psi: {
        default: 0.25,
        unit: 'psi',
        why: 'the usual line above which two distributions are called different',
      },
      alpha: { default: 0.01, unit: 'false discovery rate', why: 'every version is looked at' },
    },
  },

  query(context): Questions {
    const { predictions, requests } = context.model;
    if (predictions.version === undefined) return {};
    const { incident } = context.windows;
    const score = number(column(predictions.score));
    const delay = delayQuestion(context);
    const questions: Record<string, Question> = {
      scores: {
        kind: 'aggregate',
        from: table('predictions'),
        where: [...ofSegment(context), during(column(predictions.time), incident), isNotNull(score)],
        by: { version: column(predictions.version), bin: numberBin(score, coarseEdges) },
        measures: { n: count(), sum: sum(score), squares: sumOfSquares(score) },
        limit: 50_000,
      },
    };
    if (delay !== null) questions['delay'] = delay;
    if (requests === undefined) return questions;
    const failed = isError(context.model);
    return {
      ...questions,
      served: {
        kind: 'aggregate',
        from: table('requests'),
        where: [during(column(requests.time), incident)],
        by: { version: column(requests.version) },
        measures: {
          n: count(),
          ...(failed === null ? {} : { failed: countIf(failed((name) => column(name))) }),
          ...(requests.fallback === undefined
            ? {}
            : { fallback: countIf(eq(number(column(requests.fallback)), 1)) }),
        },
        limit: 1000,
      },
    };
  },

  follow(context, answers): Questions {
    if (context.model.predictions.version === undefined) return {};
    const question = metricQuestion(
      modelMetricOf(context),
      { before: context.windows.baseline, after: context.windows.incident },
      byVersion(context, maturityOf(context, answers)),
    );
    return 'reason' in question ? {} : { metric: { ...question, limit: 100_000 } };
  },

  verdict(context, answers) {
    if (context.model.predictions.version === undefined)
      return inconclusive('no version column is configured', 'Name it under predictions.version.');
    const read = rowsOf(answers, 'scores');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const versions = servingVersions(read.rows);
    if (versions.length === 0) return inconclusive('no scores in the incident window');
    if (versions.length === 1) {
      return inconclusive(
        `only ${versions[0] ?? ''} serves, so there is no version to compare it with`,
        'In the incident window every other version has fewer than 30 requests.',
      );
    }
    const findings = [
      ...metricAgainstOthers(context, versions, answers),
      ...servedAgainstOthers(context, versions, rowsOrNone(answers, 'served')),
      ...scoresAgainstOthers(context, versions, read.rows),
    ].toSorted((a, b) => Number(b.shifted) - Number(a.shifted));
    const worse = findings.filter((finding) => finding.shifted);
    if (worse.length > 0)
      return { answer: 'shifted', line: worse.map((finding) => finding.sentence).join('; '), findings };
    const blurred = findings.find(
      (finding) => isMetric(finding) && (reachOf(finding) ?? Infinity) > roughest * (finding.threshold ?? 0),
    );
    if (blurred !== undefined) {
      return {
        ...inconclusive(
          'too few labels yet to tell the versions apart',
          `${blurred.sentence}: known from ${blurred.nBefore + blurred.nAfter} labels.`,
        ),
        findings,
      };
    }
    return { answer: 'steady', line: `${versions.join(' and ')} do alike side by side`, findings };
  },
};

/** An interval that reaches this many floors to either side has not looked closely enough to call versions alike. */
const roughest = 3;

/** The finding of the model's metric, beside those of serving and of the scores. */
function isMetric(finding: Finding): boolean {
  return finding.detail?.['gapBefore'] !== undefined;
}

function servingVersions(rows: readonly Row[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const version = textOf(row['version']);
    if (version !== null) counts.set(version, (counts.get(version) ?? 0) + countOf(row['n']));
  }
  return [...counts]
    .filter(([, n]) => n >= fewestRequests)
    .map(([version]) => version)
    .toSorted();
}

/** The worse of two is the subject, so that the finding names whom to blame. */
function metricAgainstOthers(
  context: CheckContext,
  versions: readonly string[],
  answers: Answers,
): readonly Finding[] {
  const rows = rowsOrNone(answers, 'metric');
  const spec = modelMetricOf(context);
  const name = metricName(context, spec.metric, spec.column);
  const sideBySide = (window: 'before' | 'after', version: string) => {
    const own = inWindow(rows, window);
    return compareTallies(
      metricTally(spec, own.filter(isNotOf(version))),
      metricTally(spec, own.filter(isOf(version))),
    );
  };
  const pairs = compared(versions).map((version) => {
    const first = sideBySide('after', version);
    const value = first.difference?.value ?? 0;
    const better = worseWhenGreater(spec.metric) ? value < 0 : value > 0;
    const other = versions.length === 2 && better ? versions.find((one) => one !== version) : undefined;
    const subject = other ?? version;
    const comparison = other === undefined ? first : sideBySide('after', other);
    const gapBefore = sideBySide('before', subject).difference?.value ?? null;
    const gap = comparison.difference?.value ?? 0;
    return {
      subject: { kind: 'version' as const, name: subject },
      measure: `${name} against the other versions`,
      comparison,
      detail: {
        gapBefore,
        worse: worseWhenGreater(spec.metric) ? gap > 0 : gap < 0,
        // A version that was as bad before is not what changed.
        sameGapBefore: gapBefore !== null && Math.abs(gap - gapBefore) < Math.abs(gap) / 2,
      },
      words: (others: string, own: string) => `${name} of ${subject} is ${own}, of the others ${others}`,
    };
  });
  return metricFindings(pairs, {
    metric: spec.metric,
    unit: metricUnit(spec.metric),
    floor: metricFloor(spec.metric, {
      points: context.thresholds['floor'] ?? 0.02,
      relative: context.thresholds['relative'] ?? 0.1,
    }),
    alpha: context.thresholds['alpha'] ?? 0.01,
  }).map((finding) => ({
    ...finding,
    shifted: finding.shifted && finding.detail?.['worse'] === true,
    sentence:
      finding.detail?.['sameGapBefore'] === true
        ? `${finding.sentence}, as before the onset`
        : finding.sentence,
  }));
}
