import type { Aggregate } from '../../sql/aggregate.ts';
import { any, column, count, during, isNotNull, table } from '../../sql/build.ts';
import { PREDICTED_CLASS, TRUE_CLASS, hasClassScores } from '../../sql/class-columns.ts';
import { histogramAuc } from '../../statistics/auc/histogram-auc.ts';
import { againstRest, type ClassTable } from '../../statistics/classes/class-table.ts';
import type { MetricName } from '../../alert/metric.ts';
import { compareMetric } from '../../symptom/compare-metric.ts';
import { classTable } from '../../symptom/class-tally.ts';
import { metricQuestion } from '../../symptom/metric-question.ts';
import { inWindow, metricTally, type MetricTally } from '../../symptom/metric-tally.ts';
import { metricUnit } from '../../symptom/metric-words.ts';
import type { CheckContext } from '../check.ts';
import { answersOf, eachClass, named } from './each-class.ts';
import type { Finding } from '../evidence.ts';
import { binsOf, histogramOf, labelledScores } from '../labels/labelled-scores.ts';
import { maturelyLabelled, ofSegment, windowOf, type Maturity } from '../labels/mature-labels.ts';
import { compareTallies, metricFindings, metricFloor, type MetricPair } from '../metric/metric-findings.ts';
import { byVersion, metricName, modelMetricOf } from '../metric/metric-spec.ts';
import type { Answers, Questions } from '../question.ts';
import { rowsOrNone } from '../read-answers.ts';

/** Rows by true and predicted class, the loss, and each class's scores against the rest. */
export function classMetricQuestions(context: CheckContext, maturity: Maturity): Questions {
  const { model, windows } = context;
  if (model.predictions.label === undefined) return {};
  const time = column(model.predictions.time);
  const cells: Aggregate = {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      any(during(time, windows.baseline), during(time, windows.incident)),
      ...ofSegment(context),
      ...maturelyLabelled(context, maturity),
      isNotNull(column(TRUE_CLASS)),
    ],
    by: {
      window: windowOf(time, context),
      truth: column(TRUE_CLASS),
      predicted: column(PREDICTED_CLASS),
    },
    measures: { n: count() },
    limit: 100_000,
  };
  if (!hasClassScores(model)) return { cells };
  const loss = metricQuestion(
    { metric: 'log_loss', model, column: null, profile: null },
    { before: windows.baseline, after: windows.incident },
    { ...byVersion(context, maturity), by: {} },
  );
  const classes = eachClass(context).map(({ context: own }, place) =>
    named(place, { scores: labelledScores(own, maturity) }),
  );
  return {
    cells,
    ...('reason' in loss ? {} : { loss }),
    ...(Object.assign({}, ...classes) as Questions),
  };
}

type Pair = { readonly before: MetricTally; readonly after: MetricTally };

/**
 * The other metrics over all classes, then every class against the rest, the most fallen first: which class is it? All p are
 * corrected together. A class with too few labels in a window has no value there, and says so.
 */
export function classMetricFindings(context: CheckContext, answers: Answers): readonly Finding[] {
  const { model, thresholds } = context;
  const cells = rowsOrNone(answers, 'cells');
  const classes = model.predictions.classes ?? [];
  const tables = {
    before: classTable(classes, inWindow(cells, 'before')),
    after: classTable(classes, inWindow(cells, 'after')),
  };
  const scores = eachClass(context).map((_, place) => rowsOrNone(answersOf(place, answers), 'scores'));
  const looked = eachClass(context).map(({ name }) => name);
  const counted = (place: number, window: 'before' | 'after') => {
    const { positives, negatives } = histogramOf(binsOf(scores[place] ?? [], window));
    return { positives: Float64Array.from(positives), negatives: Float64Array.from(negatives) };
  };
  const scored = scores.some((rows) => rows.length > 0);
  const asked = modelMetricOf(context);
  const metrics: readonly (readonly [MetricName, Pair])[] = [
    ['macro_f1', ofTables(tables, (table_) => ({ kind: 'classes', rate: 'f1', table: table_ }))],
    ...(scored
      ? [
          [
            'auc',
            ofWindows((window) => ({
              kind: 'aucs',
              classes: scores.map((_, place) => counted(place, window)),
            })),
          ] as const,
          ['log_loss', lossOf(context, answers)] as const,
        ]
      : []),
  ];
  const wholes = metrics
    .filter(([metric]) => metric !== asked.metric || asked.column !== null)
    .map(([metric, { before, after }]) => {
      const name = metricName(context, metric);
      const pair: MetricPair = {
        subject: { kind: 'metric', name: metric },
        measure: name,
        comparison: compareMetric(before, after),
        words: (from, to) => `${name} ${from} → ${to}`,
      };
      const floor = metricFloor(metric, {
        points: thresholds['floor'] ?? 0.01,
        relative: thresholds['relative'] ?? 0.05,
      });
      return { pair, unit: metricUnit(metric), floor };
    });
  const ofClass = classes.flatMap((name, place) => {
    const rates = (['recall', 'precision', 'f1'] as const).map((rate) => ({
      measure: rate === 'f1' ? 'F1' : rate,
      pair: ofTables(tables, (table_) => ({ kind: 'confusion', rate, table: againstRest(table_, place) })),
    }));
    const scoresAt = looked.indexOf(name);
    const auc =
      scored && scoresAt !== -1 && histogramAuc(counted(scoresAt, 'after')).kind === 'estimate'
        ? [
            {
              measure: 'AUC against the rest',
              pair: ofWindows((window) => ({ kind: 'auc', ...counted(scoresAt, window) })),
            },
          ]
        : [];
    return [...rates, ...auc].map(({ measure, pair }) => ({
      pair: {
        subject: { kind: 'class' as const, name },
        measure,
        comparison: compareTallies(pair.before, pair.after),
        detail: { class: name },
        words: (from: string, to: string) => `${measure} of ${name} ${from} → ${to}`,
      },
      unit: measure === 'AUC against the rest' ? 'score' : 'share',
      floor: () => thresholds['classFloor'] ?? 0.03,
    }));
  });
  const judged = corrected([...wholes, ...ofClass], thresholds['alpha'] ?? 0.01);
  const [first, rest] = [judged.slice(0, wholes.length), judged.slice(wholes.length)];
  return [...first, ...rest.toSorted(fallenFirst)];
}

/** What fell before what rose, the most moved first. */
function fallenFirst(a: Finding, b: Finding): number {
  return Number(b.shifted) - Number(a.shifted) || (a.effect ?? 0) - (b.effect ?? 0);
}

function lossOf(context: CheckContext, answers: Answers): Pair {
  const spec = { metric: 'log_loss' as const, model: context.model, column: null, profile: null };
  const rows = rowsOrNone(answers, 'loss');
  return ofWindows((window) => metricTally(spec, inWindow(rows, window)));
}

function ofTables(
  tables: { readonly before: ClassTable; readonly after: ClassTable },
  tally: (table: ClassTable) => MetricTally,
): Pair {
  return { before: tally(tables.before), after: tally(tables.after) };
}

function ofWindows(tally: (window: 'before' | 'after') => MetricTally): Pair {
  return { before: tally('before'), after: tally('after') };
}

type Judged = {
  readonly pair: MetricPair;
  readonly unit: string;
  readonly floor: (before: number) => number;
};

/** Benjamini–Hochberg over all that was looked at, each judged by its own floor and in its own unit. */
function corrected(all: readonly Judged[], alpha: number): readonly Finding[] {
  const found = metricFindings(
    all.map(({ pair }) => pair),
    { metric: 'accuracy', unit: 'share', floor: () => 0, alpha },
  );
  return found.map((finding, index) => {
    const { unit, floor } = all[index] ?? { unit: 'share', floor: () => 0 };
    const threshold = floor(finding.before ?? 0);
    return {
      ...finding,
      unit,
      threshold,
      shifted: finding.shifted && Math.abs(finding.effect ?? 0) >= threshold,
    };
  });
}
