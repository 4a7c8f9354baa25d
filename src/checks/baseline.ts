import type { Aggregate } from '../sql/aggregate.ts';
import { column, count, during, table, text } from '../sql/build.ts';
import { categoryOf } from '../symptom/metric-question.ts';
import type { Window } from '../time/window.ts';
import type { Check, CheckContext } from './check.ts';
import { compareCategories } from './compare-categories.ts';
import type { Finding } from './evidence.ts';
import type { FeatureProfile } from './profile.ts';
import type { Answers, Questions } from './question.ts';
import { countOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

const day = 86_400_000;
/** A baseline with fewer rows than this would let chance decide. */
const fewestRows = 200;

/** Does the drift stand against other baselines, or only against the one that the monitor uses? */
export const baseline: Check = {
  about: {
    id: 'baseline',
    title: 'Other baselines',
    question: 'Does the shift stand against the day before, the week before and the training rows alike?',
    tellsApart: ['config', 'external', 'data'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.1,
        unit: 'psi',
        why: 'below 0.1, beyond what chance averages, a shift is hardly ever felt by a model',
      },
      alpha: { default: 0.001, unit: 'false discovery rate', why: 'every baseline is looked at' },
    },
  },

  query(context): Questions {
    if (!isDrift(context)) return {};
    const about = subjectOf(context);
    const time = column(context.model.predictions.time);
    // A segment is its own values, whatever they are; features and scores have bins.
    const bin = about.plain
      ? text(column(about.name))
      : categoryOf(about.name, { profile: about.profile }, (name) => column(name));
    const counts = (from: Aggregate['from'], window: Window | null): Aggregate => ({
      kind: 'aggregate',
      from,
      where: window === null ? [] : [during(time, window)],
      by: { bin },
      measures: { n: count() },
    });
    const { predictions, reference } = context.model;
    const trained = reference !== undefined && about.name !== predictions.score;
    return {
      incident: counts(table('predictions'), context.windows.incident),
      ...Object.fromEntries(
        baselinesOf(context).map(({ name, window }) => [name, counts(table('predictions'), window)]),
      ),
      ...(trained ? { [TRAINING]: counts(table('reference'), null) } : {}),
    };
  },

  verdict(context, answers) {
    if (!isDrift(context)) {
      return inconclusive('the symptom is no drift', 'Name a column: `column=country`.');
    }
    const about = subjectOf(context);
    const incident = binsOf(answers, 'incident');
    if ('reason' in incident) return inconclusive(incident.reason);
    if (rowsIn(incident) === 0) return inconclusive('no predictions in the incident window');
    const rule = {
      floor: context.thresholds['floor'] ?? 0.1,
      alpha: context.thresholds['alpha'] ?? 0.001,
    };
    const names = [...baselinesOf(context).map(({ name }) => name), TRAINING];
    const known = names.flatMap((name) => {
      const bins = binsOf(answers, name);
      return 'reason' in bins || rowsIn(bins) < fewestRows ? [] : [{ name, bins }];
    });
    if (known.length < 2) {
      return inconclusive(
        `fewer than two baselines of ${about.name} have ${fewestRows} rows to compare with`,
      );
    }
    const findings: readonly Finding[] = compareCategories(
      known.map(({ name, bins }) => ({
        subject: { kind: 'baseline', name },
        counts: new Map(
          [...new Set([...bins.keys(), ...incident.keys()])].map((bin) => [
            bin,
            { before: bins.get(bin) ?? 0, after: incident.get(bin) ?? 0 },
          ]),
        ),
      })),
      { ...rule, words: ({ name, psi }) => `${about.name} against ${name}: PSI ${psi}` },
    );
    const standing = findings.filter(({ shifted }) => shifted);
    const fallen = findings.filter(({ shifted }) => !shifted);
    const line = findings.map(({ sentence }) => sentence).join('; ');
    if (fallen.length === 0) {
      return {
        answer: 'shifted',
        line: `the shift stands against every baseline: ${line}`,
        findings: [...findings],
      };
    }
    const only = standing.length === 0 ? 'no shift' : 'the shift does not stand against every baseline';
    return { answer: 'steady', line: `${only}: ${line}`, findings: [...findings] };
  },
};

const TRAINING = 'the training rows';

function isDrift({ parameters, symptom }: CheckContext): boolean {
  return parameters['column'] !== undefined || symptom?.metric === 'psi' || symptom?.metric === 'mean_score';
}

/** The column that drifted, as the symptom names it; the score otherwise. */
function subjectOf(context: CheckContext): {
  readonly name: string;
  readonly profile: FeatureProfile | null;
  readonly plain: boolean;
} {
  const { predictions } = context.model;
  const name = context.parameters['column'] ?? context.symptom?.column ?? predictions.score;
  const profile = context.profile.find((each) => each.name === name) ?? null;
  return { name, profile, plain: profile === null && name !== predictions.score };
}

function baselinesOf({
  windows,
}: CheckContext): readonly { readonly name: string; readonly window: Window }[] {
  const { baseline: usual, incident } = windows;
  const back = (milliseconds: number): Window => ({
    from: new Date(incident.from.getTime() - milliseconds),
    to: new Date(Math.min(incident.to.getTime() - milliseconds, usual.to.getTime())),
  });
  return [
    { name: 'the baseline window', window: usual },
    { name: 'the day before', window: { from: new Date(usual.to.getTime() - day), to: usual.to } },
    { name: 'the same hours a week before', window: back(7 * day) },
  ];
}

function binsOf(answers: Answers, name: string): ReadonlyMap<string, number> | { readonly reason: string } {
  const read = rowsOf(answers, name);
  if (read.kind === 'not-read') return { reason: read.reason };
  return new Map(read.rows.map((row) => [textOf(row['bin']) ?? 'null', countOf(row['n'])]));
}

function rowsIn(bins: ReadonlyMap<string, number>): number {
  return [...bins.values()].reduce((sum, n) => sum + n, 0);
}
