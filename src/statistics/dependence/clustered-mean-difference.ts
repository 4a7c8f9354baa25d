import { studentQuantile, studentTwoSided } from '../distribution/student.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { requireLevel } from '../shape-error.ts';

/** One cluster's rows (a user's, a session's) in both windows; a window without rows has n = 0 and sum = 0. */
export type Cluster = {
  readonly before: { readonly n: number; readonly sum: number };
  readonly after: { readonly n: number; readonly sum: number };
};

/** A difference with the number of clusters it rests on. */
export type ClusteredDifference = Difference & { readonly clusters: number };

/**
 * Mean after − mean before over rows, with a variance that lets rows of one cluster depend on each other, also across the windows. Each cluster
 * adds (sum − n·mean)/N of the after window less that of the before window; the squares add up, times C/(C − 1). Student's t with C − 1.
 * Assumes independent clusters, 20 or more for the interval to be trusted. Source: Liang & Zeger 1986.
 */
export function clusteredMeanDifference(
  clusters: readonly Cluster[],
  level = DEFAULT_LEVEL,
): Answer<ClusteredDifference> {
  requireLevel(level);
  const totals = { before: { n: 0, sum: 0 }, after: { n: 0, sum: 0 } };
  for (const cluster of clusters) {
    for (const window of ['before', 'after'] as const) {
      if (!Number.isFinite(cluster[window].n + cluster[window].sum))
        return unanswerable('not a finite number');
      if (cluster[window].n < 0) return unanswerable('counts are not possible');
      totals[window].n += cluster[window].n;
      totals[window].sum += cluster[window].sum;
    }
  }
  if (totals.before.n === 0 || totals.after.n === 0) return unanswerable('no rows');
  if (clusters.length < 2) return unanswerable('too few rows');
  const before = totals.before.sum / totals.before.n;
  const after = totals.after.sum / totals.after.n;
  const squares = clusters.reduce((sum, cluster) => {
    const pull =
      (cluster.after.sum - cluster.after.n * after) / totals.after.n -
      (cluster.before.sum - cluster.before.n * before) / totals.before.n;
    return sum + pull * pull;
  }, 0);
  const degrees = clusters.length - 1;
  const standardError = Math.sqrt((squares * clusters.length) / degrees);
  if (standardError === 0) return unanswerable('no variation');
  const value = after - before;
  const reach = studentQuantile(0.5 + level / 2, degrees) * standardError;
  return {
    kind: 'estimate',
    value,
    before,
    after,
    standardError,
    interval: { low: value - reach, high: value + reach, level },
    pValue: studentTwoSided(value / standardError, degrees),
    test: 'cluster-robust t',
    n: { before: totals.before.n, after: totals.after.n },
    clusters: clusters.length,
  };
}
