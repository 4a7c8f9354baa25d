import { column, during, table } from '../sql/build.ts';
import type { Expression, Relation } from '../sql/aggregate.ts';
import { PREDICTED_CLASS } from '../sql/class-columns.ts';
import { shadowClassVerdict } from './classes/class-shadow.ts';
import type { Check, CheckContext } from './check.ts';
import { recordOf, scoresOf } from './pipelines/pipeline-scores.ts';
import type { Answers, Questions, Score } from './question.ts';
import { rowsOf } from './read-answers.ts';
import { shadowVerdict } from './pipelines/shadow-verdict.ts';
import { inconclusive, inSegment } from './windowed.ts';

/** Recent requests through the pipeline that serves now and through the last good one. */
export const shadowCompare: Check = {
  about: {
    id: 'shadow-compare',
    title: 'Shadow comparison',
    question: 'Would the last good version have scored and decided the same recent requests otherwise?',
    tellsApart: ['model', 'code', 'data', 'upstream'],
    needs: ['predictions', 'pipelines'],
    cost: { minutes: 1, risk: 'touches production' },
    thresholds: {
      rows: {
        default: 500,
        unit: 'requests',
        why: 'enough to see one flip in a hundred, and little load on a serving pipeline',
      },
      perSecond: {
        default: 100,
        unit: 'requests per second',
        why: 'a slice beside the real traffic must not slow it down',
      },
      fewest: { default: 50, unit: 'requests', why: 'fewer say nothing about one request in fifty' },
      tolerance: {
        default: 0.001,
        unit: 'score',
        why: 'two builds of the same model differ by rounding only',
      },
      differing: {
        default: 0.01,
        unit: 'share of requests',
        why: 'the same version must give the same scores; one in a hundred may be flaky',
      },
      floor: {
        default: 0.1,
        unit: 'standard deviations of the score',
        why: 'a harmless retrain moves the mean score by less than a tenth of its spread',
      },
      flips: {
        default: 0.05,
        unit: 'share of decisions',
        why: 'two good versions decide one request in twenty otherwise',
      },
      cut: { default: 0.5, unit: 'score', why: 'used only where the logged decisions show no threshold' },
      alpha: {
        default: 0.01,
        unit: 'false discovery rate',
        why: 'every value of every segment is looked at',
      },
    },
  },

  query(context): Questions {
    const { model } = context;
    const { predictions, pipelines } = model;
    if (pipelines?.previous === undefined) return {};
    const from = relationOf(context);
    const of = from.kind === 'join' ? ('left' as const) : undefined;
    const raw = from.kind === 'join' ? ('right' as const) : undefined;
    const time = column(predictions.time, of);
    const logged: Readonly<Record<string, Expression>> = {
      'request id': column(predictions.id, of),
      'request score': column(predictions.score, of),
      ...(model.task === 'multiclass' ? { 'request class': column(PREDICTED_CLASS, of) } : {}),
      ...(predictions.decision === undefined ? {} : { 'request decision': column(predictions.decision, of) }),
      ...(predictions.version === undefined ? {} : { 'request version': column(predictions.version, of) }),
      ...Object.fromEntries(predictions.segments.map((name) => [`segment ${name}`, column(name, of)])),
    };
    return {
      recent: {
        kind: 'rows',
        from,
        where: [during(time, context.windows.incident), ...inSegment(context, of)],
        columns: {
          ...logged,
          ...Object.fromEntries(predictions.features.map((feature) => [feature, column(feature, raw)])),
        },
        orderBy: [
          { by: time, descending: true },
          { by: column(predictions.id, of), descending: false },
        ],
        limit: Math.max(1, Math.min(5000, Math.floor(context.thresholds['rows'] ?? 500))),
      },
    };
  },

  follow(context, answers): Questions {
    const read = rowsOf(answers, 'recent');
    if (read.kind === 'not-read' || read.rows.length < (context.thresholds['fewest'] ?? 50)) return {};
    const { features } = context.model.predictions;
    const score = (pipeline: Score['pipeline']): Score => ({
      kind: 'score',
      pipeline,
      records: read.rows.map((row) => recordOf(row, features)),
      perSecond: Math.max(1, context.thresholds['perSecond'] ?? 100),
    });
    return { current: score('current'), previous: score('previous') };
  },

  verdict(context, answers) {
    const { pipelines } = context.model;
    if (pipelines === undefined)
      return inconclusive('no serving pipelines are configured', 'Name their addresses under pipelines.');
    if (pipelines.previous === undefined)
      return inconclusive(
        'no previous pipeline is configured',
        'Name the last good one under pipelines.previous: without it there is nothing to compare with.',
      );
    const read = rowsOf(answers, 'recent');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const fewest = context.thresholds['fewest'] ?? 50;
    if (read.rows.length < fewest)
      return inconclusive(
        `only ${read.rows.length} requests since the onset to compare`,
        `At least ${fewest} are needed. Ask again when more came in, or without a segment.`,
      );
    if (context.model.task === 'multiclass') return shadowClassVerdict(context, answers, read.rows);
    const scored = bothScores(answers, read.rows.length);
    if ('reason' in scored) return inconclusive(scored.line, scored.reason);
    return shadowVerdict({
      context,
      rows: read.rows,
      ...scored,
      raw: relationOf(context).kind === 'join',
    });
  },
};

/**
 * Pipelines take raw features. Where the offline code's values of the same requests are at hand, those are sent; else the
 * values as they were served.
 */
function relationOf(context: CheckContext): Relation {
  const { offline_features: offline, predictions } = context.model;
  return offline === undefined || offline.source !== predictions.source
    ? table('predictions')
    : {
        kind: 'join',
        left: 'predictions',
        right: 'offline_features',
        on: { left: predictions.id, right: offline.id },
      };
}

function bothScores(
  answers: Answers,
  records: number,
):
  | { readonly current: readonly number[]; readonly previous: readonly number[] }
  | { readonly line: string; readonly reason: string } {
  const current = scoresOf(answers, 'current', records);
  if ('reason' in current)
    return { line: 'the current pipeline gave no scores to compare', reason: current.reason };
  const previous = scoresOf(answers, 'previous', records);
  if ('reason' in previous)
    return { line: 'the previous pipeline gave no scores to compare', reason: previous.reason };
  return { current: current.scores, previous: previous.scores };
}
