import type { Segment } from '../../alert/alert.ts';
import type { Row } from '../../sql/aggregate.ts';
import { proportion } from '../../statistics/proportion/proportion.ts';
import { segmentWords } from '../../symptom/segment-condition.ts';
import { answerWith } from '../answer-with.ts';
import type { CheckContext } from '../check.ts';
import {
  distancesOf,
  exampleWords,
  flipDetail,
  flipsOf,
  flipWords,
  orderKept,
  type PredictedTwice,
} from './class-flips.ts';
import type { Finding, Verdict } from '../evidence.ts';
import { classesOf } from '../pipelines/pipeline-scores.ts';
import type { Answers } from '../question.ts';
import { textOf } from '../read-answers.ts';
import { inconclusive } from '../windowed.ts';

/** Fewer requests of one value say nothing about it. */
const FEWEST_IN_SEGMENT = 30;

type Judge = {
  readonly name: string;
  readonly sameVersion: boolean;
  readonly flips: number;
  readonly differing: number;
  readonly tolerance: number;
};

/** The same recent requests through both pipelines of several classes: which are called otherwise, from which class to which. */
export function shadowClassVerdict(context: CheckContext, answers: Answers, rows: readonly Row[]): Verdict {
  const { pipelines } = context.model;
  const current = classesOf(answers, 'current', rows.length);
  if ('reason' in current)
    return inconclusive('the current pipeline gave no classes to compare', current.reason);
  const previous = classesOf(answers, 'previous', rows.length);
  if ('reason' in previous)
    return inconclusive('the previous pipeline gave no classes to compare', previous.reason);
  const twice = { before: previous.predictions, current: current.predictions };
  const blind = withoutFeatures(context, rows, twice);
  if (blind !== null) return blind;
  const { tolerance = 0.001, flips = 0.05, differing = 0.01 } = context.thresholds;
  const judge: Judge = {
    name: pipelines?.current.version ?? 'current',
    sameVersion: pipelines?.current.version === pipelines?.previous?.version,
    flips,
    differing,
    tolerance,
  };
  const distances = distancesOf(twice);
  const away = distances.flatMap((distance, index) => (distance > tolerance ? [index] : []));
  const whole = flipFinding(twice, judge, {
    detail: {
      rankCorrelation: orderKept(twice),
      reproduced: reproduced(context, rows, twice),
      largest: Math.max(0, ...distances),
      ...exampleWords(context.model, rows, { ...twice, id: 'request id', indexes: away.toReversed() }),
    },
  });
  const segments = context.model.predictions.segments.flatMap((dimension) =>
    ofDimension(dimension, rows, twice).map(({ where, own }) =>
      flipFinding(own, judge, { where, detail: {} }),
    ),
  );
  const apart = segments
    .toSorted((a, b) => Number(b.shifted) - Number(a.shifted) || (b.effect ?? 0) - (a.effect ?? 0))
    .slice(0, 12);
  return answerWith([whole, ...apart], `${rows.length} recent requests: ${whole.sentence}`);
}

/** The share of requests that are called otherwise, with Wilson's interval; shifted when it surely is more than harmless. */
function flipFinding(
  twice: PredictedTwice,
  judge: Judge,
  { where, detail }: { readonly where?: Segment; readonly detail: NonNullable<Finding['detail']> },
): Finding {
  const n = twice.current.length;
  const flips = flipsOf(twice);
  const flipped = flips.reduce((sum, each) => sum + each.n, 0);
  const differ = distancesOf(twice).filter((distance) => distance > judge.tolerance).length / n;
  // Segments are many, and the worst of them is worst partly by chance.
  const share = proportion({ events: flipped, trials: n }, where === undefined ? 0.95 : 0.999);
  const known = share.kind === 'estimate' ? share : null;
  const anotherBuild = judge.sameVersion && differ > judge.differing;
  const who = where === undefined ? '' : ` for ${segmentWords(where)}`;
  return {
    subject: { kind: 'version', name: judge.name },
    ...(where === undefined ? {} : { where }),
    measure: 'share of the same requests that get another class',
    unit: 'share',
    before: 0,
    after: flipped / n,
    effect: flipped / n,
    low: known?.interval.low ?? null,
    high: known?.interval.high ?? null,
    nBefore: n,
    nAfter: n,
    test: null,
    p: null,
    adjustedP: null,
    threshold: judge.flips,
    shifted: anotherBuild || (known !== null && known.interval.low > judge.flips),
    detail: {
      sameVersion: judge.sameVersion,
      shareDiffering: differ,
      flips: flipped,
      ...flipDetail(flips),
      ...detail,
    },
    sentence: `${flipped} of ${n} predictions${who} flip on ${judge.name}${flipped > 0 ? `: ${flipWords(flips)}` : ''}${judge.sameVersion && (flipped > 0 || differ > 0) ? ', although the version is the same' : ''}`,
  };
}

function ofDimension(
  dimension: string,
  rows: readonly Row[],
  { before, current }: PredictedTwice,
): readonly { readonly where: Segment; readonly own: PredictedTwice }[] {
  const places = Map.groupBy(rows.keys(), (index) => textOf(rows[index]?.[`segment ${dimension}`] ?? null));
  if (places.size < 2) return [];
  return [...places]
    .filter(([, own]) => own.length >= FEWEST_IN_SEGMENT)
    .map(([value, own]) => ({
      where: { [dimension]: value },
      own: {
        before: own.flatMap((index) => before[index] ?? []),
        current: own.flatMap((index) => current[index] ?? []),
      },
    }));
}

/** A pipeline that calls records which differ one and the same class, with one and the same scores, does not know their features. */
function withoutFeatures(
  context: CheckContext,
  rows: readonly Row[],
  { before, current }: PredictedTwice,
): Verdict | null {
  const { features } = context.model.predictions;
  const records = new Set(rows.map((row) => JSON.stringify(features.map((feature) => row[feature]))));
  if (records.size < 2) return inconclusive('all recent requests are the same record');
  const constant = [
    { name: 'current', said: current },
    { name: 'previous', said: before },
  ].find(({ said }) => new Set(said.map((each) => JSON.stringify(each))).size === 1);
  return constant === undefined
    ? null
    : inconclusive(
        `the ${constant.name} pipeline calls ${records.size} different records one and the same`,
        'It may not know the features by these names, or answer with a default: look at what it is sent.',
      );
}

/** How many of the requests that this version answered get the same class again; null when none can be compared. */
function reproduced(context: CheckContext, rows: readonly Row[], { current }: PredictedTwice): number | null {
  const version = context.model.pipelines?.current.version;
  const logged = rows.flatMap((row, index) => {
    const [said, by] = [textOf(row['request class']), textOf(row['request version'])];
    return said === null || (by !== null && by !== version) ? [] : [said === current[index]?.predicted];
  });
  return logged.length === 0 ? null : logged.filter((same) => same).length / logged.length;
}
