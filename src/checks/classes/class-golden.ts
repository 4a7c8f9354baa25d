import type { Row } from '../../sql/aggregate.ts';
import { mcnemar } from '../../statistics/proportion/mcnemar.ts';
import type { CheckContext } from '../check.ts';
import {
  distancesOf,
  exampleWords,
  flipDetail,
  flipsOf,
  flipWords,
  meanConfidence,
  orderKept,
} from './class-flips.ts';
import type { Finding, Verdict } from '../evidence.ts';
import { classesOf } from '../pipelines/pipeline-scores.ts';
import type { Answers, ClassPrediction } from '../question.ts';
import { textOf } from '../read-answers.ts';
import { inconclusive } from '../windowed.ts';

/** How far a retrain that is as good as the last moves how sure the model is, at most. */
const USUAL_LEVEL = 0.03;

/** Known samples of several classes through both pipelines: which are called otherwise, and whether more are called wrongly. */
export function goldenClassVerdict(context: CheckContext, answers: Answers, rows: readonly Row[]): Verdict {
  const { pipelines } = context.model;
  const current = classesOf(answers, 'current', rows.length);
  if ('reason' in current) return inconclusive('the current pipeline gave no classes', current.reason);
  const previous = pipelines?.previous === undefined ? null : classesOf(answers, 'previous', rows.length);
  const expected = expectedOf(rows);
  const before = previous !== null && 'predictions' in previous ? previous.predictions : expected;
  if (before === null) {
    return inconclusive(
      'nothing to compare the current classes with',
      previous !== null && 'reason' in previous
        ? previous.reason
        : 'Configure pipelines.previous or golden.expected.',
    );
  }
  const away = (ones: readonly ClassPrediction[]): number =>
    ones.filter(({ predicted }, index) => predicted !== (expected?.[index]?.predicted ?? predicted)).length;
  if (expected !== null && Math.min(away(before), away(current.predictions)) > rows.length / 2) {
    return inconclusive(
      'no pipeline reproduces the classes that the golden set expects',
      `Is ${pipelines?.previous?.url ?? pipelines?.current.url ?? 'it'} the right model? Most samples are called otherwise than recorded.`,
    );
  }
  return compare({ context, rows, before, current: current.predictions });
}

function compare(compared: {
  readonly context: CheckContext;
  readonly rows: readonly Row[];
  readonly before: readonly ClassPrediction[];
  readonly current: readonly ClassPrediction[];
}): Verdict {
  const { context, rows, before, current } = compared;
  const { pipelines } = context.model;
  const { tolerance = 0.001, floor = 0.01, aucFloor = 0.01, alpha = 0.01 } = context.thresholds;
  const name = pipelines?.current.version ?? 'current';
  const sameVersion =
    pipelines?.previous === undefined || pipelines.current.version === pipelines.previous.version;
  const flips = flipsOf({ before, current });
  const flipped = flips.reduce((sum, { n }) => sum + n, 0);
  const distances = distancesOf({ before, current });
  const differing = distances.flatMap((distance, index) => (distance > tolerance ? [index] : []));
  const share = differing.length / current.length;
  const labels = rows.map((row) => textOf(row['sample label']));
  const accuracy = labels.every((label) => label !== null) ? paired({ before, current, labels }) : null;
  const lost =
    accuracy?.difference !== undefined &&
    accuracy.difference !== null &&
    accuracy.difference.pValue <= alpha &&
    accuracy.difference.value <= -aucFloor;
  const [sureNow, sureThen] = [meanConfidence(current), meanConfidence(before)];
  const rankCorrelation = orderKept({ before, current });
  const rescaled =
    !sameVersion &&
    flipped / current.length <= floor &&
    (rankCorrelation ?? 0) > 0.9 &&
    sureNow !== null &&
    sureThen !== null &&
    Math.abs(sureNow - sureThen) >= USUAL_LEVEL;
  const shifted = sameVersion ? share > floor || lost : lost || rescaled;
  const detail = {
    sameVersion,
    shareDiffering: share,
    flips: flipped,
    ...flipDetail(flips),
    meanCurrent: sureNow,
    meanBefore: sureThen,
    // One scale for another: hardly a sample is called otherwise.
    rankCorrelation: rescaled ? 1 : Math.min(rankCorrelation ?? 0, 1 - flipped / current.length),
    metric: accuracy === null ? null : 'accuracy',
    metricCurrent: accuracy?.after ?? null,
    metricBefore: accuracy?.before ?? null,
    largest: Math.max(0, ...distances),
    ...exampleWords(context.model, rows, { before, current, id: 'sample id', indexes: differing }),
  };
  const metric =
    accuracy === null ? '' : `, accuracy ${accuracy.before.toFixed(3)} → ${accuracy.after.toFixed(3)}`;
  const how = sameVersion ? 'although the version is the same' : 'than by the previous version';
  const many = `${flipped} of ${current.length} golden samples are called otherwise ${how}`;
  const sentence = !shifted
    ? `${current.length} golden samples pass on ${name}${metric}`
    : rescaled && !lost
      ? `${name} calls ${current.length} golden samples as before on another scale: mean score of the predicted class ${(sureThen ?? 0).toFixed(3)} → ${(sureNow ?? 0).toFixed(3)}${metric}`
      : `${flipped > 0 ? `${many}: ${flipWords(flips)}` : `${differing.length} of ${current.length} golden samples get other scores ${how}`}${metric}`;
  const known = accuracy?.difference ?? null;
  const finding: Finding = {
    subject: { kind: 'version', name },
    measure: accuracy === null ? 'classes of the golden set' : 'accuracy on the golden set',
    unit: 'share',
    before: accuracy?.before ?? null,
    after: accuracy?.after ?? null,
    effect: known?.value ?? (accuracy === null ? null : accuracy.after - accuracy.before),
    low: known?.interval.low ?? null,
    high: known?.interval.high ?? null,
    nBefore: before.length,
    nAfter: current.length,
    test: known?.test ?? null,
    p: known?.pValue ?? null,
    adjustedP: known?.pValue ?? null,
    threshold: aucFloor,
    shifted,
    detail,
    sentence,
  };
  return { answer: shifted ? 'shifted' : 'steady', line: sentence, findings: [finding] };
}

/** How many are right then and now, the same samples: McNemar's exact test on those that changed. */
function paired(scored: {
  readonly before: readonly ClassPrediction[];
  readonly current: readonly ClassPrediction[];
  readonly labels: readonly (string | null)[];
}) {
  const { before, current, labels } = scored;
  const counts = { both: 0, onlyBefore: 0, onlyAfter: 0, rows: labels.length };
  labels.forEach((label, index) => {
    const [then, now] = [before[index]?.predicted === label, current[index]?.predicted === label];
    if (then && now) counts.both += 1;
    else if (then) counts.onlyBefore += 1;
    else if (now) counts.onlyAfter += 1;
  });
  const found = mcnemar(counts);
  return {
    before: (counts.both + counts.onlyBefore) / counts.rows,
    after: (counts.both + counts.onlyAfter) / counts.rows,
    difference: found.kind === 'estimate' ? found : null,
  };
}

function expectedOf(rows: readonly Row[]): readonly ClassPrediction[] | null {
  const names = rows.flatMap((row) => textOf(row['sample expected']) ?? []);
  return names.length === rows.length ? names.map((predicted) => ({ predicted, scores: null })) : null;
}
