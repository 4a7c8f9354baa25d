import { column, numberBin } from '../sql/build.ts';
import { scoreEdges } from '../symptom/metric-question.ts';
import { answerWith } from './answer-with.ts';
import { binQuestion, readBins, rowsIn } from './bin-counts.ts';
import type { Check } from './check.ts';
import { compareCategories, type BinCounts } from './compare-categories.ts';
import { inconclusive } from './windowed.ts';

const BINS = 10;

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

  query: (context) => ({
    scores: binQuestion(context, numberBin(column(context.model.predictions.score), scoreEdges)),
  }),

  verdict(context, answers) {
    const counts = readBins(answers, 'scores');
    if ('reason' in counts) return inconclusive(counts.reason);
    if (rowsIn(counts, 'before') === 0) return inconclusive('no predictions in the baseline window');
    if (rowsIn(counts, 'after') === 0) return inconclusive('no predictions in the incident window');
    const deciles = intoEqualBins(counts);
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
function intoEqualBins(counts: BinCounts): BinCounts {
  const total = rowsIn(counts, 'before');
  const fine = [...counts]
    .filter(([bin]) => bin !== 'null')
    .map(([bin, each]) => ({ bin: Number(bin), ...each }));
  fine.sort((a, b) => a.bin - b.bin);
  const joined = new Map<string, { before: number; after: number }>();
  let open = { before: 0, after: 0, from: 0 };
  const close = (to: number): void => {
    if (open.before + open.after === 0) return;
    joined.set(`${edge(open.from)} to ${edge(to)}`, { before: open.before, after: open.after });
    open = { before: 0, after: 0, from: to };
  };
  for (const each of fine) {
    open.before += each.before;
    open.after += each.after;
    if (open.before >= total / BINS) close(each.bin + 1);
  }
  close(scoreEdges.length + 1);
  const nulls = counts.get('null');
  if (nulls !== undefined) joined.set('null', nulls);
  return joined;
}

function edge(bin: number): string {
  const value = bin === 0 ? 0 : (scoreEdges[bin - 1] ?? 1);
  return `${Number(value.toPrecision(2))}`;
}
