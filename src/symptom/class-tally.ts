import { countOf, numberOf, textOf } from '../checks/read-answers.ts';
import type { Row } from '../sql/aggregate.ts';
import { OTHER_CLASS } from '../sql/class-columns.ts';
import type { AucEstimate } from '../statistics/auc/auc.ts';
import { histogramAuc } from '../statistics/auc/histogram-auc.ts';
import type { ClassTable } from '../statistics/classes/class-table.ts';
import { classNamed } from './class-metric.ts';
import type { MetricSpec } from './metric-home.ts';
import { scoreEdges } from './metric-question.ts';
import { total, type MetricTally } from './metric-tally.ts';

/** Rows of a class and of the others, by score bin. */
export type ScoreCounts = { readonly positives: Float64Array; readonly negatives: Float64Array };

/** Adds up the rows of a metric over several classes; null for a metric that adds up as it does for one. */
export function classTally(spec: MetricSpec, rows: readonly Row[]): MetricTally | null {
  const { metric, model, column } = spec;
  if (classNamed(model, metric, column) !== null) return null;
  const classes = model.predictions.classes ?? [];
  if (metric === 'accuracy') {
    return { kind: 'share', events: total(rows, 'events'), trials: total(rows, 'trials') };
  }
  if (metric === 'auc') {
    return { kind: 'aucs', classes: classes.map((_, place) => scoreCounts(rows, place)) };
  }
  if (metric === 'f1' || metric === 'macro_f1') {
    return { kind: 'classes', rate: 'f1', table: classTable(classes, rows) };
  }
  return metric === 'precision' || metric === 'recall'
    ? { kind: 'classes', rate: metric, table: classTable(classes, rows) }
    : null;
}

/** Rows with `truth`, `predicted` and `n` as a table. What is none of the classes has its own row and column, if there is any. */
export function classTable(classes: readonly string[], rows: readonly Row[]): ClassTable {
  const other = rows.some((row) => [row['truth'], row['predicted']].includes(OTHER_CLASS));
  const names = other ? [...classes, OTHER_CLASS] : classes;
  const counts = names.map(() => names.map(() => 0));
  for (const row of rows) {
    const into = counts[names.indexOf(textOf(row['truth']) ?? '')];
    const place = names.indexOf(textOf(row['predicted']) ?? '');
    if (into !== undefined && place >= 0) into[place] = (into[place] ?? 0) + countOf(row['n']);
  }
  return { classes: names, counts };
}

function scoreCounts(rows: readonly Row[], place: number): ScoreCounts {
  const positives = new Float64Array(scoreEdges.length + 1);
  const negatives = new Float64Array(scoreEdges.length + 1);
  for (const row of rows) {
    const bin = numberOf(row[`bin${place}`]);
    const is = numberOf(row[`is${place}`]);
    if (bin === null || is === null) continue;
    const into = is === 1 ? positives : negatives;
    into[bin] = (into[bin] ?? 0) + countOf(row['n']);
  }
  return { positives, negatives };
}

/** DeLong's normal interval is too narrow for a high AUC from fewer labels of the rarer side than this. */
const fewestOfClass = 30;

/** The AUC of each class against the rest; null where too few labels are of the class, or of the others. */
export function classAucs(tally: Extract<MetricTally, { kind: 'aucs' }>): readonly (AucEstimate | null)[] {
  return tally.classes.map((counts) => {
    const found = histogramAuc(counts);
    return found.kind === 'estimate' && Math.min(found.positives, found.negatives) >= fewestOfClass
      ? found
      : null;
  });
}

/** Rows behind the AUCs: each class counts all of them. */
export function rowsOfAucs({ classes }: Extract<MetricTally, { kind: 'aucs' }>): number {
  const [first] = classes;
  const sum = (counts: Float64Array): number => counts.reduce((all, n) => all + n, 0);
  return first === undefined ? 0 : sum(first.positives) + sum(first.negatives);
}
