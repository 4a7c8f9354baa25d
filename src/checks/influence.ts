import { estimated } from './compare/estimated.ts';
import type { Aggregate, Row } from '../sql/aggregate.ts';
import {
  any,
  column,
  count,
  during,
  isNotNull,
  isNull,
  number,
  sum,
  sumOfSquares,
  table,
  times,
} from '../sql/build.ts';
import { varianceExplainedDifference, type PowerSums } from '../statistics/mean/variance-explained.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import { profileBin } from './features/profile-bins.ts';
import type { Check, CheckContext } from './check.ts';
import { classInfluenceQuestion, classInfluenceVerdict } from './classes/class-influence.ts';
import type { Finding } from './evidence.ts';
import { ofSegment, windowOf } from './labels/mature-labels.ts';
import type { FeatureProfile } from './features/profile.ts';
import type { Questions } from './question.ts';
import { countOf, rowsOf } from './read-answers.ts';
import { sampledRows } from './sample.ts';
import { inconclusive } from './windowed.ts';
import { strongestFirst } from './compare/strongest-first.ts';

/** How strongly does each feature move the score, before and after? */
export const influence: Check = {
  about: {
    id: 'influence',
    title: 'Influence of features',
    question: 'How much of the score’s variance does each feature explain, and is it as much as before?',
    tellsApart: ['model', 'code', 'data', 'upstream'],
    needs: ['predictions'],
    cost: { minutes: 0.3, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.05,
        unit: 'share of the score’s variance',
        why: 'less moves with the ordinary mix of a day',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every feature is looked at' },
    },
    samples: 'scores',
  },

  query(context): Questions {
    return Object.fromEntries(
      context.profile
        .filter(({ name }) => context.model.predictions.features.includes(name))
        .map((feature) => [
          feature.name,
          context.model.task === 'multiclass'
            ? classInfluenceQuestion(context, feature)
            : question(context, feature),
        ]),
    );
  },

  verdict(context, answers) {
    if (context.model.task === 'multiclass')
      return classInfluenceVerdict(context, answers, (of, its) => influence.verdict(of, its));
    const features = context.profile.filter(({ name }) => context.model.predictions.features.includes(name));
    if (features.length === 0)
      return inconclusive('no feature has a profile', 'No feature could be read in the baseline window.');
    const measured = features.map(({ name }) => {
      const read = rowsOf(answers, name);
      if (read.kind === 'not-read') return { name, reason: read.reason, difference: null };
      const difference = varianceExplainedDifference({
        before: groupsOf(read.rows, 'before'),
        after: groupsOf(read.rows, 'after'),
      });
      return { name, reason: difference.kind === 'unanswerable' ? difference.reason : null, difference };
    });
    const known = measured.flatMap(({ name, difference }) =>
      difference?.kind === 'estimate' ? [{ name, difference }] : [],
    );
    if (known.length === 0) {
      return inconclusive(
        'the influence of features cannot be measured',
        measured.map(({ name, reason }) => `${name}: ${reason ?? 'unknown'}`)[0] ?? 'no rows',
      );
    }
    const fewest = Math.min(
      ...known.map(({ difference }) => Math.min(difference.n.before, difference.n.after)),
    );
    if (fewest < fewestScores) {
      const reason = `${fewest} scores in one of the windows, and ${fewestScores} are the least that shares of variance can be compared from.`;
      return inconclusive('too few scores yet to compare the influence of features', reason);
    }
    const adjusted = benjaminiHochberg(known.map(({ difference }) => difference.pValue));
    const floor = context.thresholds['floor'] ?? 0.05;
    const alpha = context.thresholds['alpha'] ?? 0.001;
    const ranks = { before: ranksOf(known, 'before'), after: ranksOf(known, 'after') };
    const findings = known
      .map(({ name, difference }, index): Finding => {
        const adjustedP = adjusted[index] ?? 1;
        return {
          subject: { kind: 'feature', name },
          measure: 'share of the score’s variance explained',
          unit: 'share',
          ...estimated(difference),
          adjustedP,
          threshold: floor,
          shifted: adjustedP <= alpha && Math.abs(difference.value) >= floor,
          detail: {
            direction: difference.value < 0 ? 'lost' : 'gained',
            rankBefore: ranks.before.get(name) ?? null,
            rankAfter: ranks.after.get(name) ?? null,
          },
          sentence: `${name} explained ${percent(difference.before)} of the score’s variance, now ${percent(difference.after)}`,
        };
      })
      .toSorted(strongestFirst);
    const shifted = findings.filter((finding) => finding.shifted);
    if (shifted.length > 0) {
      const said = shifted.slice(0, 3).map((finding) => finding.sentence);
      return { answer: 'shifted', line: said.join('; '), findings };
    }
    const widest = Math.max(...findings.map((finding) => ((finding.high ?? 1) - (finding.low ?? -1)) / 2));
    if (widest > roughest * floor) {
      const reason = `With ${findings[0]?.nAfter ?? 0} scores since the onset shares are known to ± ${percent(widest)} only.`;
      return { ...inconclusive('too few scores yet to compare the influence of features', reason), findings };
    }
    const strongest = known.toSorted((a, b) => b.difference.after - a.difference.after)[0];
    return {
      answer: 'steady',
      line: `features move the score as before; most of all ${strongest?.name ?? ''} with ${percent(strongest?.difference.after ?? 0)} of its variance`,
      findings,
    };
  },
};

/** An interval that reaches this many floors to either side has not looked closely enough to say that nothing moved. */
const roughest = 2;

/** With fewer the fourth powers behind the standard error are a guess. */
const fewestScores = 200;

function question(context: CheckContext, feature: FeatureProfile): Aggregate {
  const { predictions } = context.model;
  const time = column(predictions.time);
  const { baseline, incident } = context.windows;
  const score = number(column(predictions.score));
  const square = times(score, score);
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [
      any(during(time, baseline), during(time, incident)),
      ...ofSegment(context),
      ...sampledRows(context),
      isNotNull(score),
    ],
    by: {
      window: windowOf(time, context),
      // Which bin it is matters to nobody, and numbers are cheaper to group by than texts.
      bin: profileBin(feature),
      ...(feature.kind === 'number' ? { missing: isNull(column(feature.name)) } : {}),
    },
    measures: {
      n: count(),
      sum: sum(score),
      squares: sumOfSquares(score),
      cubes: sum(times(square, score)),
      fourths: sum(times(square, square)),
    },
  };
}

function groupsOf(rows: readonly Row[], window: 'before' | 'after'): readonly PowerSums[] {
  return rows
    .filter((row) => row['window'] === window)
    .map((row) => ({
      n: countOf(row['n']),
      sum: countOf(row['sum']),
      squares: countOf(row['squares']),
      cubes: countOf(row['cubes']),
      fourths: countOf(row['fourths']),
    }));
}

function ranksOf(
  known: readonly {
    readonly name: string;
    readonly difference: { readonly before: number; readonly after: number };
  }[],
  window: 'before' | 'after',
): ReadonlyMap<string, number> {
  const sorted = known.toSorted((a, b) => b.difference[window] - a.difference[window]);
  return new Map(sorted.map(({ name }, index) => [name, index + 1]));
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
