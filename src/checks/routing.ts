import { all, column, count, countIf, table } from '../sql/build.ts';
import type { Check } from './check.ts';
import { compareShares, shareWords } from './compare-shares.ts';
import type { Questions } from './question.ts';
import { countOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

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
    },
  },

  query(context): Questions {
    const { predictions } = context.model;
    if (predictions.version === undefined) return {};
    const { before, after } = windowsOn(context, predictions.time);
    return {
      versions: {
        kind: 'aggregate',
        from: table('predictions'),
        where: [],
        by: { version: column(predictions.version) },
        measures: { rows: count(), before: countIf(all(before)), after: countIf(all(after)) },
        limit: 1000,
      },
    };
  },

  verdict(context, answers) {
    if (context.model.predictions.version === undefined)
      return inconclusive('no version column is configured', 'Name it under predictions.version.');
    const read = rowsOf(answers, 'versions');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const rows = read.rows.map((row) => ({
      version: textOf(row['version']) ?? 'none',
      before: countOf(row['before']),
      after: countOf(row['after']),
    }));
    const totals = {
      before: rows.reduce((sum, row) => sum + row.before, 0),
      after: rows.reduce((sum, row) => sum + row.after, 0),
    };
    if (totals.before === 0 || totals.after === 0)
      return inconclusive(`no predictions in the ${totals.before === 0 ? 'baseline' : 'incident'} window`);
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
    ).map((finding) => ({
      ...finding,
      detail: {
        appeared: finding.before === 0 && (finding.after ?? 0) > 0,
        vanished: (finding.before ?? 0) > 0 && finding.after === 0,
      },
    }));
    const shifted = findings.filter((finding) => finding.shifted);
    if (shifted.length === 0) {
      const serving = rows
        .filter((row) => row.after > 0)
        .map((row) => `${row.version} ${shareWords(row.after / totals.after)}`);
      return { answer: 'steady', line: `versions as before: ${serving.join(', ')}`, findings };
    }
    return { answer: 'shifted', line: shifted.map((finding) => finding.sentence).join('; '), findings };
  },
};
