import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { allCounts } from '../plausible.ts';
import { proportionDifference } from '../proportion/proportion-difference.ts';
import { proportion, type Proportion } from '../proportion/proportion.ts';

/** Rows by what was decided and what was true. */
export type Confusion = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
};

/** The rates of a confusion table that are plain proportions. */
export type ConfusionRate = 'accuracy' | 'precision' | 'recall';

/** Accuracy, precision or recall with Wilson's interval; unanswerable when its denominator is empty. */
export function confusionRate(rate: ConfusionRate, table: Confusion, level = DEFAULT_LEVEL): Answer {
  const counts = countsOf(rate, table);
  return counts.kind === 'unanswerable' ? counts : proportion(counts, level);
}

/**
 * Accuracy, precision or recall after − before with Newcombe's interval. Takes the denominators as given, although precision's is itself a
 * count of decisions: the usual conditional reading.
 */
export function confusionRateDifference(
  rate: ConfusionRate,
  tables: { readonly before: Confusion; readonly after: Confusion },
  level = DEFAULT_LEVEL,
): Answer<Difference> {
  const before = countsOf(rate, tables.before);
  if (before.kind === 'unanswerable') return before;
  const after = countsOf(rate, tables.after);
  if (after.kind === 'unanswerable') return after;
  return proportionDifference({ before, after }, level);
}

type Counts = Proportion & { readonly kind: 'counts' };

function countsOf(rate: ConfusionRate, table: Confusion): Counts | ReturnType<typeof unanswerable> {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = table;
  if (!allCounts([truePositives, falsePositives, trueNegatives, falseNegatives])) {
    return unanswerable('counts are not possible');
  }
  const all = truePositives + falsePositives + trueNegatives + falseNegatives;
  if (all === 0) return unanswerable('no rows');
  switch (rate) {
    case 'accuracy':
      return { kind: 'counts', events: truePositives + trueNegatives, trials: all };
    case 'precision': {
      const trials = truePositives + falsePositives;
      return trials === 0
        ? unanswerable('nothing predicted positive')
        : { kind: 'counts', events: truePositives, trials };
    }
    case 'recall': {
      const trials = truePositives + falseNegatives;
      return trials === 0
        ? unanswerable('nothing labelled positive')
        : { kind: 'counts', events: truePositives, trials };
    }
  }
}
