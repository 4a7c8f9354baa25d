import type { Inquiry } from '../checks/inquiry.ts';
import { profileInquiry, type FeatureProfile } from '../checks/features/profile.ts';
import { countOf, numberOf, rowsOrNone, textOf } from '../checks/read-answers.ts';
import type { Question } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Measure } from '../sql/aggregate.ts';
import { column, count, during, gte, number, numberBin, quantile, table } from '../sql/build.ts';
import type { Window } from '../time/window.ts';
import { latencyOf, WHOLE_REQUEST, type LatencyMarks } from './serving-carriers.ts';

/** What normal looked like in the baseline: the marks that events are counted against. */
export type Marks = {
  readonly features: readonly FeatureProfile[];
  /** Segments and the version column, with their usual values. */
  readonly dimensions: readonly FeatureProfile[];
  readonly score: {
    readonly low: number;
    readonly middle: number;
    readonly high: number;
  } | null;
  /** The score from which the decision was 1; null when decisions do not follow one threshold. */
  readonly threshold: number | null;
  readonly latency: LatencyMarks;
  readonly hosts: readonly string[];
  readonly requestHosts: readonly string[];
};

/** At most this share of the baseline's decisions may go against the threshold for there to be one. */
const againstThreshold = 0.1;
const scoreEdges = Array.from({ length: 199 }, (_, k) => (k + 1) / 200);

/** Measures the marks from the rows of `window`. Three rounds; what a source cannot tell is left out. */
export function* marksInquiry(model: ModelConfig, window: Window): Inquiry<Marks> {
  const { segments, version } = model.predictions;
  const further = [...segments, ...(version === undefined ? [] : [version])];
  const profiles = yield* profileInquiry(model, window, { further });
  const answers = yield markQuestions(model, window);
  const [score] = rowsOrNone(answers, 'score');
  const cuts = ['low', 'middle', 'high'].map((name) => numberOf(score?.[name]));
  const [low, middle, high] = cuts;
  const [latency] = rowsOrNone(answers, 'latency');
  const hostsOf = (name: string) =>
    rowsOrNone(answers, name)
      .flatMap((row) => textOf(row['host']) ?? [])
      .toSorted();
  return {
    features: profiles.filter(({ name }) => model.predictions.features.includes(name)),
    dimensions: profiles.filter(({ name }) => further.includes(name)),
    score:
      typeof low === 'number' && typeof middle === 'number' && typeof high === 'number'
        ? { low, middle, high }
        : null,
    threshold: thresholdOf(rowsOrNone(answers, 'decisions')),
    latency: latency === undefined ? {} : latencyMarks(model, latency),
    hosts: hostsOf('hosts'),
    requestHosts: hostsOf('requestHosts'),
  };
}

function markQuestions(model: ModelConfig, window: Window): Record<string, Question> {
  const { predictions, requests, hosts } = model;
  const score = column(predictions.score);
  const where = [during(column(predictions.time), window)];
  const questions: Record<string, Question> = {
    score: {
      kind: 'aggregate',
      from: table('predictions'),
      where,
      by: {},
      measures: { low: quantile(score, 0.2), middle: quantile(score, 0.5), high: quantile(score, 0.8) },
    },
  };
  if (predictions.decision !== undefined) {
    questions['decisions'] = {
      kind: 'aggregate',
      from: table('predictions'),
      where,
      by: { bin: numberBin(score, scoreEdges), decision: gte(number(column(predictions.decision)), 0.5) },
      measures: { n: count(), low: { kind: 'min', of: score } },
    };
  }
  if (requests !== undefined) {
    const whole = latencyOf(model, (name) => column(name));
    const measures: Record<string, Measure> = {};
    [...requests.stages.map((stage) => number(column(stage))), whole].forEach((of, i) => {
      if (of === null) return;
      measures[`p50_${i}`] = quantile(of, 0.5);
      measures[`p90_${i}`] = quantile(of, 0.9);
    });
    const during_ = [during(column(requests.time), window)];
    questions['latency'] = {
      kind: 'aggregate',
      from: table('requests'),
      where: during_,
      by: {},
      measures: { n: count(), ...measures },
    };
    if (requests.host !== undefined) {
      questions['requestHosts'] = {
        kind: 'aggregate',
        from: table('requests'),
        where: during_,
        by: { host: column(requests.host) },
        measures: { n: count() },
      };
    }
  }
  if (hosts !== undefined) {
    questions['hosts'] = {
      kind: 'aggregate',
      from: table('hosts'),
      where: [during(column(hosts.time), window)],
      by: { host: column(hosts.host) },
      measures: { n: count() },
    };
  }
  return questions;
}

function latencyMarks(
  model: ModelConfig,
  row: Readonly<Record<string, unknown>>,
): Record<string, { p50: number; p90: number }> {
  const marks: Record<string, { p50: number; p90: number }> = {};
  [...(model.requests?.stages ?? []), WHOLE_REQUEST].forEach((stage, i) => {
    const [p50, p90] = [row[`p50_${i}`], row[`p90_${i}`]];
    if (typeof p50 === 'number' && typeof p90 === 'number') marks[stage] = { p50, p90 };
  });
  return marks;
}

type DecisionRow = Readonly<Record<string, string | number | boolean | Date | null>>;

/** The cut of the score that agrees best with what was decided. */
function thresholdOf(rows: readonly DecisionRow[]): number | null {
  const yes = new Float64Array(scoreEdges.length + 1);
  const no = new Float64Array(scoreEdges.length + 1);
  const least = new Map<number, number>();
  for (const row of rows) {
    const bin = numberOf(row['bin']);
    if (bin === null || row['decision'] === null) continue;
    const into = row['decision'] === true ? yes : no;
    into[bin] = (into[bin] ?? 0) + countOf(row['n']);
    if (row['decision'] === true) least.set(bin, numberOf(row['low']) ?? 0);
  }
  const all = yes.reduce((sum, n) => sum + n, 0) + no.reduce((sum, n) => sum + n, 0);
  const decided = yes.reduce((sum, n) => sum + n, 0);
  if (decided === 0 || decided === all) return null;
  // Cut below bin b: yes below it and no from it on are against the cut.
  let [against, best, bestBin] = [all - decided, all - decided, 0];
  for (let bin = 1; bin <= scoreEdges.length; bin++) {
    against += (yes[bin - 1] ?? 0) - (no[bin - 1] ?? 0);
    if (against < best) [best, bestBin] = [against, bin];
  }
  if (best > againstThreshold * all) return null;
  const below = least.get(bestBin - 1);
  const inside = least.get(bestBin);
  // Within the boundary's bin the smallest score that was decided 1 is the cut itself.
  if (below !== undefined && (yes[bestBin - 1] ?? 0) > (no[bestBin - 1] ?? 0)) return below;
  return inside ?? scoreEdges[bestBin - 1] ?? null;
}
