import type { Row } from '../sql/aggregate.ts';
import { metricUnit } from '../symptom/metric-words.ts';
import type { MetricSpec } from '../symptom/metric-home.ts';
import { metricQuestion } from '../symptom/metric-question.ts';
import { inWindow, metricTally } from '../symptom/metric-tally.ts';
import type { Check, CheckContext } from './check.ts';
import { classMetricFindings, classMetricQuestions } from './classes/class-metrics.ts';
import type { Finding, Verdict } from './evidence.ts';
import { delayQuestion, maturityOf, maturityWords } from './labels/mature-labels.ts';
import {
  compareTallies,
  metricFindings,
  metricFloor,
  reachOf,
  type MetricPair,
} from './metric/metric-findings.ts';
import { byVersion, metricName, modelMetricOf, worseWhenGreater } from './metric/metric-spec.ts';
import type { Questions } from './question.ts';
import { rowsOf, textOf } from './read-answers.ts';
import { namesOf, seenBefore, sharesOf, splitDetail, type Shares } from './versions/version-shares.ts';
import { splitByVersion, type VersionTally } from './versions/version-split.ts';
import { inconclusive } from './windowed.ts';

/** Did the model predict worse, and is it the versions or the traffic between them? */
export const modelMetric: Check = {
  about: {
    id: 'model-metric',
    title: 'Model metric by version',
    question: 'Did the model’s metric move, in every version or by moving traffic between versions?',
    tellsApart: ['model', 'config', 'data', 'external'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'points of the metric',
        why: 'two trainings of one model on other seeds differ by about as much',
      },
      relative: {
        default: 0.05,
        unit: 'share of the loss before',
        why: 'losses have no natural scale; a twentieth is what an AUC point usually costs',
      },
      classFloor: {
        default: 0.03,
        unit: 'points of a rate of one class',
        why: 'a class has only its part of the labels, and moves more from week to week than the whole',
      },
      alpha: {
        default: 0.01,
        unit: 'false discovery rate',
        why: 'the whole, every version and every class are looked at',
      },
    },
  },

  query(context): Questions {
    const delay = delayQuestion(context);
    return delay === null ? {} : { delay };
  },

  follow(context, answers): Questions {
    const maturity = maturityOf(context, answers);
    const question = metricQuestion(
      modelMetricOf(context),
      { before: context.windows.baseline, after: context.windows.incident },
      byVersion(context, maturity),
    );
    return {
      ...('reason' in question ? {} : { metric: { ...question, limit: 100_000 } }),
      ...(context.model.task === 'multiclass' ? classMetricQuestions(context, maturity) : {}),
    };
  },

  verdict(context, answers) {
    const spec = modelMetricOf(context);
    if (context.model.predictions.label === undefined)
      return inconclusive('no label column is configured', 'Name it under predictions.label.');
    const uncounted = uncountedReason(context, spec);
    if (uncounted !== null) return inconclusive(uncounted);
    const read = rowsOf(answers, 'metric');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const name = metricName(context, spec.metric, spec.column);
    const maturity = maturityOf(context, answers);
    const versions = versionTallies(spec, read.rows);
    const whole = compareTallies(
      metricTally(spec, inWindow(read.rows, 'before')),
      metricTally(spec, inWindow(read.rows, 'after')),
    );
    const shares = sharesOf(spec, read.rows);
    const split = splitByVersion(versions);
    const overall: MetricPair = {
      subject: { kind: 'metric', name: spec.metric },
      measure: name,
      comparison: whole,
      detail: {
        ...splitDetail(split, shares, whole.difference?.value ?? null),
        worse: isWorse(spec, whole.difference?.value ?? 0),
      },
      words: (from, to) => `${name} ${from} → ${to} (${maturityWords(maturity)})`,
    };
    const findings = metricFindings(
      [overall, ...versionPairs(spec, versions, { name, shares, rows: read.rows })],
      {
        metric: spec.metric,
        unit: metricUnit(spec.metric),
        floor: metricFloor(spec.metric, {
          points: context.thresholds['floor'] ?? 0.01,
          relative: context.thresholds['relative'] ?? 0.05,
        }),
        alpha: context.thresholds['alpha'] ?? 0.01,
      },
    );
    const classes = context.model.task === 'multiclass' ? classMetricFindings(context, answers) : [];
    return judge({ context, spec, findings: [...findings, ...classes], reason: whole.reason });
  },
};

/** An interval that reaches this many floors to either side has not looked closely enough to say that nothing moved. */
const roughest = 3;

function judge(judged: {
  readonly context: CheckContext;
  readonly spec: MetricSpec;
  readonly findings: readonly Finding[];
  readonly reason: string | null;
}): Verdict {
  const { findings, spec } = judged;
  const [whole] = findings;
  if (whole === undefined || whole.effect === null) {
    const line = `${whole?.measure ?? spec.metric} cannot be compared yet`;
    return { ...inconclusive(line, judged.reason ?? 'no labels'), findings };
  }
  const shifted = findings.filter((finding) => finding.shifted);
  if (shifted.length > 0) {
    const explained = whole.detail?.['explainedBy'];
    const because =
      whole.shifted && explained === 'mix of versions' ? ', because traffic moved between versions' : '';
    const first = whole.shifted ? whole : shifted[0];
    const also = saidBeside(shifted.filter((finding) => finding !== first));
    return {
      answer: 'shifted',
      line: [`${first?.sentence ?? ''}${because}`, ...also].join('; '),
      findings,
    };
  }
  const reach = reachOf(whole);
  if (reach === null || reach > roughest * (whole.threshold ?? 0)) {
    const words = reach === null ? '' : ` ± ${Number(reach.toPrecision(2))}`;
    return {
      ...inconclusive(
        `too few labels yet to say whether ${whole.measure} moved`,
        `${whole.sentence}: the difference is known to${words} from ${whole.nAfter} labels.`,
      ),
      findings,
    };
  }
  return { answer: 'steady', line: whole.sentence, findings };
}

/** Of classes only the most moved are said; the others stand among the findings. */
function saidBeside(shifted: readonly Finding[]): readonly string[] {
  const [classes, others] = [
    shifted.filter(({ subject }) => subject.kind === 'class'),
    shifted.filter(({ subject }) => subject.kind !== 'class'),
  ];
  const said = classes.slice(0, 3).map((finding) => finding.sentence);
  return [...others.map((finding) => finding.sentence), ...said];
}

/** Why the metric cannot be counted at all, from the configuration alone. */
function uncountedReason(context: CheckContext, spec: MetricSpec): string | null {
  const { baseline, incident } = context.windows;
  const question = metricQuestion(
    spec,
    { before: baseline, after: incident },
    byVersion(context, { seconds: null, medianDelay: null, delays: [] }),
  );
  return 'reason' in question ? `${metricName(context, spec.metric, spec.column)}: ${question.reason}` : null;
}

function isWorse({ metric }: MetricSpec, change: number): boolean {
  return worseWhenGreater(metric) ? change > 0 : change < 0;
}

function versionTallies(spec: MetricSpec, rows: readonly Row[]): readonly VersionTally[] {
  return namesOf(rows).map((version) => {
    const of = (window: 'before' | 'after') => {
      const own = inWindow(rows, window).filter((row) => textOf(row['version']) === version);
      return own.length === 0 ? null : metricTally(spec, own);
    };
    return { version, before: of('before'), after: of('after') };
  });
}

/** Every version against itself; a new one against what served before it. */
function versionPairs(
  spec: MetricSpec,
  versions: readonly VersionTally[],
  known: { readonly name: string; readonly shares: Shares; readonly rows: readonly Row[] },
): readonly MetricPair[] {
  if (versions.length < 2) return [];
  const { name, shares, rows } = known;
  return versions.flatMap(({ version, before, after }): MetricPair[] => {
    const share = shares.get(version) ?? { before: 0, after: 0 };
    if (after === null || share.after < seenBefore) return [];
    const appeared = share.before < seenBefore || before === null;
    const others = inWindow(rows, 'before').filter((row) => textOf(row['version']) !== version);
    const reference = appeared ? (others.length === 0 ? null : metricTally(spec, others)) : before;
    if (reference === null) return [];
    const comparison = compareTallies(reference, after);
    const change = comparison.difference?.value ?? 0;
    return [
      {
        subject: { kind: 'version', name: version },
        measure: appeared ? `${name} against the versions before` : name,
        comparison,
        detail: {
          appeared,
          shareBefore: share.before,
          shareAfter: share.after,
          worse: isWorse(spec, change),
        },
        words: (from, to) =>
          appeared
            ? `${name} of the new ${version} ${to}, where ${from} was usual`
            : `${name} of ${version} ${from} → ${to}`,
      },
    ];
  });
}
