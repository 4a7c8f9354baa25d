import type { Aggregate, Relation, Rows } from './aggregate.ts';
import type { Dialect } from './dialect.ts';
import { countWindows } from './plan/count-windows.ts';
import { answerFromValues } from './plan/from-values.ts';
import { groupWindows } from './plan/group-windows.ts';
import { indexValues } from './plan/index-values.ts';
import { keepRows } from './plan/keep-rows.ts';
import { loosenLimits, tightenLimits } from './plan/loosen-limits.ts';
import { mergeHistograms } from './plan/merge-histograms.ts';
import { mergeLimits } from './plan/merge-limits.ts';
import { mergeMeasures } from './plan/merge-measures.ts';
import { mergeQuantiles } from './plan/merge-quantiles.ts';
import { mergeSets } from './plan/merge-sets.ts';
import { tidyConditions } from './plan/tidy-conditions.ts';
import { alone, isGrouped, type Scan } from './plan/scan.ts';

export { CannotTell, type Scan } from './plan/scan.ts';

type Questions = Readonly<Record<string, Aggregate | Rows>>;
type Abilities = Pick<Dialect, 'histogram' | 'quantiles' | 'valueIndex' | 'kept' | 'dictionaries'>;

/**
 * Which queries answer the questions. Known texts are grouped by their index. Windows that are counted apart become groups,
 * and questions that want more or fewer of the same groups one question. Questions that then read the same rows share one
 * scan: counts by the bins of many features as histograms, the same groups with other measures side by side, other groups
 * as grouping sets, quantiles of the same values together. Questions to the same few of very many rows are put to those
 * rows read once. Every question keeps its own answer; the order of its rows is not promised, unless it has a limit.
 */
export function planScans(questions: Questions, abilities: Abilities): readonly Scan[] {
  const scans = Object.entries(questions).map(([name, question]): Scan => ({
    question,
    parts: [{ name, pick: (rows) => rows }],
    how: alone,
  }));
  const asked = scans.filter(isGrouped);
  const indexed = abilities.valueIndex === null ? asked : indexValues(asked);
  const others = scans.filter((scan) => !isGrouped(scan));
  const grouped = answerFromValues(mergeLimits(groupWindows(loosenLimits(tidyConditions(indexed)))));
  const histograms = abilities.histogram === null ? grouped : mergeHistograms(grouped);
  const merged = tightenLimits(mergeSets(mergeMeasures(histograms)), indexed);
  const counted = abilities.quantiles === null ? merged : mergeQuantiles(merged);
  const kept = abilities.kept === null ? counted : keepRows(counted);
  return [...(abilities.dictionaries ? kept.map(countWindows) : kept), ...others];
}

/** The plan for a reader: a line a query, saying what it reads, which questions it answers and how they share it. */
export function explainPlan(questions: Questions, abilities: Abilities): readonly string[] {
  return planScans(questions, abilities).map((scan, index) => {
    const names = scan.parts.map((part) => part.name).join(', ');
    return `${index + 1}. ${relationText(scan.question.from)}: ${names} (${scan.how})`;
  });
}

function relationText(relation: Relation): string {
  return relation.kind === 'table' ? relation.table : `${relation.left} with ${relation.right}`;
}
