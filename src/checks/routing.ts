import {
  any,
  column,
  countIf,
  during,
  instant,
  maximum,
  minimum,
  secondsBetween,
  table,
} from '../sql/build.ts';
import type { Check } from './check.ts';
import { compareShares, shareWords } from './compare/compare-shares.ts';
import type { Questions } from './question.ts';
import { countOf, numberOf, rowsOf, textOf } from './read-answers.ts';
import { inSegment, inconclusive, windowsOn } from './windowed.ts';

/**
 * A release within the baseline week is no change of routing at the onset: shares are compared with those of the last hours
 * before it, unless these hold too few requests.
 */
const LATELY = 6 * 3_600_000;
const FEWEST_LATELY = 200;

/** Do the model's versions get the share of the traffic that they got before? */
export const routing: Check = {
  about: {
    id: 'routing',
    title: 'Traffic share of each version',
    question: 'Does each model version get the share of requests that it got before?',
    tellsApart: ['config', 'model'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.02,
        unit: 'share',
        why: 'a canary of two percent is the smallest step of an ordinary rollout',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'sample-ratio mismatches are tested at 0.001 by custom: routing is exact, not noisy',
      },
      takeover: {
        default: 0,
        unit: 'minutes',
        why: 'in an incident every release counts; where the check watches by itself, a new version that replaces all others within so long is a release, and no shift',
      },
    },
  },

  query(context): Questions {
    const { predictions } = context.model;
    if (predictions.version === undefined) return {};
    const { before, after } = windowsOn(context, predictions.time);
    const { baseline } = context.windows;
    const lately = new Date(Math.max(baseline.from.getTime(), baseline.to.getTime() - LATELY));
    return {
      versions: {
        kind: 'aggregate',
        from: table('predictions'),
        where: inSegment(context),
        by: { version: column(predictions.version) },
        measures: {
          after: countIf(after),
          before: countIf(before),
          lately: countIf(during(column(predictions.time), { from: lately, to: baseline.to })),
          first: minimum(secondsBetween(instant(baseline.from), column(predictions.time))),
          last: maximum(secondsBetween(instant(baseline.from), column(predictions.time)), any(before, after)),
        },
        limit: 1000,
      },
    };
  },

  verdict(context, answers) {
    if (context.model.predictions.version === undefined)
      return inconclusive('no version column is configured', 'Name it under predictions.version.');
    const read = rowsOf(answers, 'versions');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const lately = read.rows.reduce((sum, row) => sum + countOf(row['lately']), 0) >= FEWEST_LATELY;
    const rows = read.rows.map((row) => ({
      version: textOf(row['version']) ?? 'none',
      before: countOf(row[lately ? 'lately' : 'before']),
      usually: countOf(row['before']),
      after: countOf(row['after']),
      first: numberOf(row['first']),
      last: numberOf(row['last']),
    }));
    const totals = {
      usually: rows.reduce((sum, row) => sum + row.usually, 0),
      before: rows.reduce((sum, row) => sum + row.before, 0),
      after: rows.reduce((sum, row) => sum + row.after, 0),
    };
    if (totals.before === 0 || totals.after === 0)
      return inconclusive(`no predictions in the ${totals.before === 0 ? 'baseline' : 'incident'} window`);
    const isRelease = releaseIn(rows, (context.thresholds['takeover'] ?? 0) * 60);
    const replaced = rows.some((row) => row.after === totals.after && row.before <= 0.01 * totals.before);
    const findings = compareShares(
      rows
        .filter((row) => row.before + row.after > 0)
        .map((row) => ({
          subject: { kind: 'version', name: row.version },
          before: { events: row.before, trials: totals.before },
          after: { events: row.after, trials: totals.after },
          words: (from, to) => `${row.version} went from ${from} to ${to} of requests`,
        })),
      {
        measure: 'share of requests',
        floor: context.thresholds['floor'] ?? 0.02,
        alpha: context.thresholds['alpha'] ?? 0.001,
        direction: 'both',
      },
    ).map((finding) => {
      const row = rows.find((one) => one.version === finding.subject.name);
      const { from } = context.windows.baseline;
      const firstSeen = row?.first ?? 0;
      return {
        ...finding,
        shifted: finding.shifted && !isRelease,
        at: firstSeen > 0 ? new Date(from.getTime() + firstSeen * 1000) : null,
        detail: {
          appeared: finding.before === 0 && (finding.after ?? 0) > 0,
          vanished: (finding.before ?? 0) > 0 && finding.after === 0,
          // One version in the place of all others is a release; a share in between is set by somebody.
          replacement: (finding.before ?? 0) <= 0.01 ? finding.after === 1 : finding.after === 0 && replaced,
          usualShare: row === undefined || totals.usually === 0 ? null : row.usually / totals.usually,
        },
      };
    });
    const shifted = findings.filter((finding) => finding.shifted);
    if (shifted.length === 0) {
      const [newest] = rows.toSorted((a, b) => (b.first ?? 0) - (a.first ?? 0));
      if (isRelease && findings.some((finding) => Math.abs(finding.effect ?? 0) > RELEASED))
        return {
          answer: 'steady',
          line: `${newest?.version ?? ''} was released: it replaced the version before it`,
          findings,
        };
      const serving = rows
        .filter((row) => row.after > 0)
        .map((row) => `${row.version} ${shareWords(row.after / totals.after)}`);
      return { answer: 'steady', line: `versions as before: ${serving.join(', ')}`, findings };
    }
    return { answer: 'shifted', line: shifted.map((finding) => finding.sentence).join('; '), findings };
  },
};

/** A share that moves by this much is worth a word even where it is no shift. */
const RELEASED = 0.02;

/** Seconds from the beginning of the baseline window to the first and the last request of a version. */
type Served = { readonly first: number | null; readonly last: number | null };

/** A version that was never seen before took over, and within so many seconds nobody else served any more. */
function releaseIn(rows: readonly Served[], within: number): boolean {
  if (within === 0 || rows.length < 2) return false;
  const newest = rows.toSorted((a, b) => (b.first ?? 0) - (a.first ?? 0))[0];
  if (newest?.first === null || newest === undefined) return false;
  const { first } = newest;
  return rows.every((row) => row === newest || (row.last ?? 0) <= first + within);
}
