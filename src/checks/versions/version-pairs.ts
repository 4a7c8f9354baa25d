import type { Row } from '../../sql/aggregate.ts';
import { populationStability } from '../../statistics/drift/population-stability.ts';
import { scoreEdges } from '../../symptom/metric-question.ts';
import { isError } from '../../symptom/serving-carriers.ts';
import type { CheckContext } from '../check.ts';
import { compareMeans } from '../compare/compare-means.ts';
import { compareShares } from '../compare/compare-shares.ts';
import type { Finding } from '../evidence.ts';
import { countOf, numberOf, textOf } from '../read-answers.ts';

/** Every tenth edge of the fine score bins: twenty bins. */
export const coarseEdges = scoreEdges.filter((_, k) => k % 10 === 9);

/** With two versions, one comparison says it all: the later name against the earlier. */
export function compared(versions: readonly string[]): readonly string[] {
  return versions.length === 2 ? versions.slice(1) : versions;
}

export const isOf =
  (version: string) =>
  (row: Row): boolean =>
    textOf(row['version']) === version;
export const isNotOf =
  (version: string) =>
  (row: Row): boolean => {
    const own = textOf(row['version']);
    return own !== null && own !== version;
  };

/** Failed requests and default scores of each version against the others; the worse of two is the subject. */
export function servedAgainstOthers(
  context: CheckContext,
  versions: readonly string[],
  rows: readonly Row[],
): readonly Finding[] {
  const { requests } = context.model;
  const kinds = [
    ...(isError(context.model) === null ? [] : [{ key: 'failed', words: 'failed requests' }]),
    ...(requests?.fallback === undefined ? [] : [{ key: 'fallback', words: 'default scores' }]),
  ];
  const of = (keep: (row: Row) => boolean, key: string) => ({
    events: rows.filter(keep).reduce((total, row) => total + countOf(row[key]), 0),
    trials: rows.filter(keep).reduce((total, row) => total + countOf(row['n']), 0),
  });
  return kinds.flatMap(({ key, words }) =>
    compareShares(
      compared(versions).map((version) => {
        const [own, others] = [of(isOf(version), key), of(isNotOf(version), key)];
        const swap =
          versions.length === 2 && own.events * others.trials < others.events * own.trials
            ? versions.find((one) => one !== version)
            : undefined;
        const subject = swap ?? version;
        return {
          subject: { kind: 'version' as const, name: subject },
          before: swap === undefined ? others : own,
          after: swap === undefined ? own : others,
          words: (rest: string, mine: string) => `${words} of ${subject} are ${mine}, of the others ${rest}`,
        };
      }),
      {
        measure: `${words} against the other versions`,
        floor: context.thresholds['serving'] ?? 0.01,
        alpha: context.thresholds['alpha'] ?? 0.01,
        direction: 'up',
      },
    ).map((finding) => ({ ...finding, detail: { worse: (finding.effect ?? 0) > 0 } })),
  );
}

/** Mean and distribution of the score: another version may well score otherwise, so this alone names no harm. */
export function scoresAgainstOthers(
  context: CheckContext,
  versions: readonly string[],
  rows: readonly Row[],
): readonly Finding[] {
  const momentsOf = (keep: (row: Row) => boolean) => ({
    n: rows.filter(keep).reduce((total, row) => total + countOf(row['n']), 0),
    sum: rows.filter(keep).reduce((total, row) => total + countOf(row['sum']), 0),
    sumOfSquares: rows.filter(keep).reduce((total, row) => total + countOf(row['squares']), 0),
  });
  const binned = (keep: (row: Row) => boolean): number[] => {
    const counts = Array.from({ length: coarseEdges.length + 1 }, () => 0);
    for (const row of rows.filter(keep)) {
      const bin = numberOf(row['bin']);
      if (bin !== null) counts[bin] = (counts[bin] ?? 0) + countOf(row['n']);
    }
    return counts;
  };
  const alpha = context.thresholds['alpha'] ?? 0.01;
  const means = compareMeans(
    compared(versions).map((version) => ({
      subject: { kind: 'version' as const, name: version },
      before: momentsOf(isNotOf(version)),
      after: momentsOf(isOf(version)),
      words: (others, own) =>
        `mean score of ${version} is ${own.toFixed(3)}, of the others ${others.toFixed(3)}`,
    })),
    {
      measure: 'mean score against the other versions',
      unit: 'score',
      floor: Infinity,
      alpha,
      direction: 'both',
    },
  );
  const distributions = compared(versions).map((version): Finding => {
    const found = populationStability({ before: binned(isNotOf(version)), after: binned(isOf(version)) });
    const floor = context.thresholds['psi'] ?? 0.25;
    const known = found.kind === 'estimate' ? found : null;
    return {
      subject: { kind: 'version', name: version },
      measure: 'score distribution against the other versions',
      unit: 'psi',
      before: null,
      after: known?.value ?? null,
      effect: known?.value ?? null,
      low: known?.interval.low ?? null,
      high: known === null || !Number.isFinite(known.interval.high) ? null : known.interval.high,
      nBefore: known?.n.before ?? 0,
      nAfter: known?.n.after ?? 0,
      test: known === null ? null : 'PSI against its distribution under no change',
      p: known?.pValue ?? null,
      adjustedP: known?.pValue ?? null,
      threshold: floor,
      shifted: false,
      detail: { worse: false, differs: known !== null && known.pValue <= alpha && known.value >= floor },
      sentence:
        known === null
          ? `scores of ${version} cannot be compared`
          : `PSI of the scores of ${version} against those of the others is ${known.value.toFixed(2)}`,
    };
  });
  return [...means.map((finding) => ({ ...finding, detail: { worse: false } })), ...distributions];
}
