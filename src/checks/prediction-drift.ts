import type { Aggregate } from '../sql/aggregate.ts';
import { column, count, minimum, number, numberBin, quantile, table } from '../sql/build.ts';
import { scoreEdges } from '../symptom/metric-question.ts';
import { answerWith } from './answer-with.ts';
import { binQuestion, readBins, rowsIn } from './features/bin-counts.ts';
import type { Check, CheckContext } from './check.ts';
import { classDriftQuestions, classDriftVerdict } from './classes/class-drift.ts';
import { compareCategories, type BinCounts } from './compare/compare-categories.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, numberOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { inconclusive, inSegment, windowsOn } from './windowed.ts';

const BINS = 10;
const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Are scores distributed otherwise than before? */
export const predictionDrift: Check = {
  about: {
    id: 'prediction-drift',
    title: 'Prediction drift',
    question: 'Are scores distributed otherwise than in the baseline?',
    tellsApart: ['model', 'data', 'code', 'external'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.05,
        unit: 'psi',
        why: 'scores gather what many features do: half of what counts for one feature counts here',
      },
      alpha: { default: 0.001, unit: 'p-value', why: 'one distribution is tested, on many rows' },
    },
  },

  query: (context): Questions =>
    context.model.task === 'multiclass'
      ? classDriftQuestions(context)
      : context.model.task === 'regression'
        ? { deciles: decilesOfBaseline(context) }
        : { scores: binQuestion(context, numberBin(column(context.model.predictions.score), scoreEdges)) },

  /** Values of a regression have no scale of their own: their bins are the tenths of the baseline. */
  follow(context, answers): Questions {
    if (context.model.task === 'multiclass') return {};
    const edges = edgesIn(answers);
    return edges.length === 0
      ? {}
      : { scores: binQuestion(context, numberBin(column(context.model.predictions.score), edges)) };
  },

  verdict(context, answers) {
    if (context.model.task === 'multiclass') return classDriftVerdict(context, answers);
    const isValue = context.model.task === 'regression';
    const range = isValue ? rowsOf(answers, 'deciles') : null;
    if (range?.kind === 'not-read') return inconclusive(range.reason);
    const edges = isValue ? edgesIn(answers) : scoreEdges;
    if (edges.length === 0)
      return inconclusive(
        countOf(range?.rows[0]?.['n']) === 0
          ? 'no predictions in the baseline window'
          : 'the scores of the baseline are all the same, or null',
      );
    const counts = readBins(answers, 'scores');
    if ('reason' in counts) return inconclusive(counts.reason);
    if (rowsIn(counts, 'before') === 0) return inconclusive('no predictions in the baseline window');
    if (rowsIn(counts, 'after') === 0) return inconclusive('no predictions in the incident window');
    const deciles = intoEqualBins(counts, edges);
    if (deciles.size < 2) return inconclusive('all scores are the same');
    const findings = compareCategories([{ subject: { kind: 'metric', name: 'score' }, counts: deciles }], {
      floor: context.thresholds['floor'] ?? 0.05,
      alpha: context.thresholds['alpha'] ?? 0.001,
      words: ({ psi, bin, from, to }) => `scores moved: PSI ${psi}, scores ${bin} ${from} → ${to}`,
    });
    return answerWith(findings, 'scores are distributed as before');
  },
};

/** Fine bins joined into about equally filled ones of the baseline; scores that are null stay apart. */
function intoEqualBins(counts: BinCounts, edges: readonly number[]): BinCounts {
  const total = rowsIn(counts, 'before');
  const fine = [...counts]
    .filter(([bin]) => bin !== 'null')
    .map(([bin, each]) => ({ bin: Number(bin), ...each }));
  fine.sort((a, b) => a.bin - b.bin);
  const joined = new Map<string, { before: number; after: number }>();
  let open = { before: 0, after: 0, from: 0 };
  const close = (to: number): void => {
    if (open.before + open.after === 0) return;
    joined.set(`${edgeWords(open.from, edges)} to ${edgeWords(to, edges)}`, {
      before: open.before,
      after: open.after,
    });
    open = { before: 0, after: 0, from: to };
  };
  for (const each of fine) {
    open.before += each.before;
    open.after += each.after;
    if (open.before >= total / BINS) close(each.bin + 1);
  }
  close(edges.length + 1);
  const nulls = counts.get('null');
  if (nulls !== undefined) joined.set('null', nulls);
  return joined;
}

/** Probabilities end at 0 and 1; values have no end. */
function edgeWords(bin: number, edges: readonly number[]): string {
  const isProbability = edges === scoreEdges;
  const value = bin === 0 ? (isProbability ? 0 : null) : (edges[bin - 1] ?? (isProbability ? 1 : null));
  if (value === null) return bin === 0 ? 'the lowest' : 'the highest';
  return `${Number(value.toPrecision(isProbability ? 2 : 3))}`;
}

function decilesOfBaseline(context: CheckContext): Aggregate {
  const { score, time } = context.model.predictions;
  const value = number(column(score));
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [windowsOn(context, time).before, ...inSegment(context)],
    by: {},
    measures: {
      n: count(),
      lowest: minimum(value),
      ...Object.fromEntries(tenths.map((p, k) => [`q${k}`, quantile(value, p)])),
    },
  };
}

/** Increasing inner edges; none when every value is the same, or there is none. */
function edgesIn(answers: Answers): readonly number[] {
  const [row] = rowsOrNone(answers, 'deciles');
  const lowest = numberOf(row?.['lowest']);
  if (row === undefined || lowest === null) return [];
  const cuts = tenths.flatMap((_, k) => numberOf(row[`q${k}`]) ?? []);
  return [...new Set(cuts)].filter((cut) => cut > lowest);
}
