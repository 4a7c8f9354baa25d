import { benjaminiHochberg } from '../../statistics/multiplicity/benjamini-hochberg.ts';
import { midranks } from '../../statistics/auc/midranks.ts';
import { correlation } from './correlation.ts';
import { answerWith } from '../answer-with.ts';
import type { CheckContext } from '../check.ts';
import type { Finding, Verdict } from '../evidence.ts';
import type { Row } from '../../sql/aggregate.ts';
import { numberOf, textOf } from '../read-answers.ts';
import { decisionCut } from './shadow-cut.ts';
import { flipFinding, scoreFinding, segmentsOf, shareOf, signed } from './shadow-findings.ts';
import type { Judge, Twice } from './shadow-findings.ts';
import { rowWords } from '../features/shown-columns.ts';
import { spreadOf } from './spread.ts';
import { inconclusive } from '../windowed.ts';
import { strongestFirst } from '../compare/strongest-first.ts';

export type Shadowed = {
  readonly context: CheckContext;
  /** The requests, newest first. */
  readonly rows: readonly Row[];
  readonly current: readonly number[];
  readonly previous: readonly number[];
  /** The records held the offline code's values, not those that were served. */
  readonly raw: boolean;
};

const FIRST = 3;

/** What the same requests say about the two pipelines. Which labels they will get is not known yet, and not needed. */
export function shadowVerdict(shadowed: Shadowed): Verdict {
  const { context, rows, current, previous } = shadowed;
  const blind = pipelineWithoutFeatures(shadowed);
  if (blind !== null) return blind;
  const limit = (name: string, otherwise: number): number => context.thresholds[name] ?? otherwise;
  const { pipelines } = context.model;
  const sameVersion = pipelines?.current.version === pipelines?.previous?.version;
  const tolerance =
    limit('tolerance', 0.001) * (context.model.task === 'regression' ? spreadOf(previous) : 1);
  const cut = context.model.task === 'regression' ? null : decisionCut(rows, limit('cut', 0.5));
  const all: Twice = { current, previous, cut: cut?.at ?? null };
  const differing = current.flatMap((score, i) =>
    Math.abs(score - (previous[i] ?? score)) > tolerance ? [i] : [],
  );
  const detail = {
    sameVersion,
    records: shadowed.raw ? 'offline values' : 'served values',
    shareDiffering: differing.length / current.length,
    rankCorrelation: correlation(midranks(current), midranks(previous)),
    reproduced: reproducedShare(shadowed, tolerance),
    largest: current.reduce((most, score, i) => Math.max(most, Math.abs(score - (previous[i] ?? score))), 0),
    cut: cut?.at ?? null,
    cutFrom: cut?.from ?? null,
    ...firstThatDiffer(shadowed, differing),
  };
  const judge: Judge = {
    name: pipelines?.current.version ?? 'current',
    floor: limit('floor', 0.1) * spreadOf(previous),
    flips: limit('flips', 0.05),
    alpha: limit('alpha', 0.01),
    sameVersion,
    differing: limit('differing', 0.01),
  };
  const overall = [
    scoreFinding(all, judge, { detail }),
    flipFinding(all, judge, { detail: { sameVersion } }),
  ];
  const apart = adjusted(
    segmentsOf(context, rows, all).map(({ where, twice }) =>
      scoreFinding(twice, judge, { where, detail: { sameVersion } }),
    ),
    judge.alpha,
  );
  const findings = [...overall.filter((finding) => finding !== null), ...apart];
  return answerWith(findings, steadyLine(findings, judge, pipelines?.previous?.version ?? 'previous'));
}

function steadyLine(findings: readonly Finding[], judge: Judge, previous: string): string {
  const [score, flips] = findings;
  const n = score?.nAfter ?? 0;
  const decided =
    flips?.detail?.['flips'] === undefined ? '' : `, ${String(flips.detail['flips'])} decisions flip`;
  return judge.sameVersion
    ? `${n} recent requests score on ${judge.name} as on its last good build (${shareOf(Number(score?.detail?.['shareDiffering'] ?? 0))} differ)`
    : `${n} recent requests score ${signed(score?.effect ?? 0)} on ${judge.name} against ${previous}${decided}: no more than two good versions differ by`;
}

/** A pipeline that gives records which differ one and the same score does not know their features. */
function pipelineWithoutFeatures({ context, rows, current, previous }: Shadowed): Verdict | null {
  const { features } = context.model.predictions;
  const records = new Set(rows.map((row) => JSON.stringify(features.map((feature) => row[feature]))));
  if (records.size < 2) return inconclusive('all recent requests are the same record');
  const constant = [
    { name: 'current', scores: current },
    { name: 'previous', scores: previous },
  ].filter(({ scores }) => new Set(scores).size === 1);
  const [one] = constant;
  if (one === undefined) return null;
  return inconclusive(
    `the ${one.name} pipeline gives ${records.size} different records one and the same score`,
    'It may not know the features by these names, or answer with a default: look at what it is sent.',
  );
}

/** How many of the requests that this version scored get the same score again; null when none can be compared. */
function reproducedShare({ context, rows, current }: Shadowed, tolerance: number): number | null {
  const version = context.model.pipelines?.current.version;
  const logged = rows.flatMap((row, i) => {
    const score = numberOf(row['request score']);
    const by = textOf(row['request version']);
    return score === null || (by !== null && by !== version) ? [] : [Math.abs(score - (current[i] ?? score))];
  });
  if (logged.length === 0) return null;
  return logged.filter((away) => away <= tolerance).length / logged.length;
}

/** The oldest requests that differ, with both scores and what may be shown of them. */
function firstThatDiffer(
  { context, rows, current, previous }: Shadowed,
  differing: readonly number[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    differing
      .slice(-FIRST)
      .toReversed()
      .map((index, place) => {
        const row = rows[index] ?? {};
        const words = rowWords(context.model, row);
        const scores = `${(previous[index] ?? 0).toFixed(3)} → ${(current[index] ?? 0).toFixed(3)}`;
        return [
          `first ${place + 1}`,
          `${textOf(row['request id']) ?? '?'}: ${scores}${words === '' ? '' : ` (${words})`}`,
        ];
      }),
  );
}

/**
 * Segments are many, and the worst of them is worst partly by chance: each is judged by its p after the correction over all
 * of them, and by the end of its interval that is nearer to nothing.
 */
function adjusted(findings: readonly (Finding | null)[], alpha: number): readonly Finding[] {
  const known = findings.filter((finding) => finding !== null);
  const corrected = benjaminiHochberg(known.map((finding) => finding.p ?? 1));
  return known
    .map((finding, i) => {
      const adjustedP = corrected[i] ?? 1;
      const nearest = Math.min(Math.abs(finding.low ?? 0), Math.abs(finding.high ?? 0));
      const beyond = adjustedP <= alpha && nearest >= (finding.threshold ?? 0);
      return { ...finding, adjustedP, shifted: finding.shifted && beyond };
    })
    .toSorted(strongestFirst)
    .slice(0, 12);
}
