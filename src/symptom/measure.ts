import type { Alert, Segment } from '../alert/alert.ts';
import type { MetricName } from '../alert/metric.ts';
import type { Basis } from '../checks/context.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import type { FeatureProfile } from '../checks/features/profile.ts';
import { rowsOf } from '../checks/read-answers.ts';
import { any, during } from '../sql/build.ts';
import type { Window, Windows } from '../time/window.ts';
import { allCarriers } from './all-carriers.ts';
import { classNamed } from './class-metric.ts';
import { compareMetric, type Comparison } from './compare-metric.ts';
import { agree, findMovesCalmly, type Agreement, type Move, type OnsetSearch } from './find-onset.ts';
import { marksInquiry, type Marks } from './marks.ts';
import { homePlace, type MetricSpec } from './metric-home.ts';
import { metricQuestion } from './metric-question.ts';
import { metricSeries } from './metric-series.ts';
import { inWindow, metricTally } from './metric-tally.ts';
import { metricLabel, metricUnit } from './metric-words.ts';
import { isOwn } from './own-carriers.ts';
import { ownOnset } from './own-onset.ts';
import { segmentCondition } from './segment-condition.ts';
import { hiddenIn, sharperIn } from './hidden-segments.ts';
import { symptomSentence } from './sentence.ts';
import { readSeries, seriesQuestions, type Bins, type Followed } from './series.ts';
import type { Companion, MetricSeries, Symptom } from './symptom.ts';
import { whichMetric } from './which-metric.ts';
import { baselineLength, windowsAround } from './windows.ts';

const binSeconds = 300;
/** How far before the alert an onset is looked for. */
const searchHours = 12;
const CHANGED_AT = 0.001;
/** Below this a PSI is no shift worth the name, however many rows say so. */
const psiFloor = 0.1;
/** With a series this strong the segments need not be looked through for a hidden one. */
const decisiveGain = 60;
const mostCompanions = 12;

/**
 * Measures the symptom of an alert: onset first, then the metric before and after it. Rounds: what normal looks like; all series
 * that could carry the symptom through time; if none is decisive, the segments; if nothing stands out alone, the metric's own parts
 * together; the metric in both windows.
 *
 * The onset is where the moved series agree (see find-onset.ts). Without any that moved there is no onset, and the reason says so:
 * that is what a false alarm looks like.
 */
export function* measureSymptom(basis: Basis): Inquiry<Symptom> {
  const { model, alert, now } = basis;
  const metric = whichMetric(model, alert);
  const column = columnOf(model, metric, alert);
  const segment = knownSegment(basis);
  const alertedAt = new Date(Math.min((alert?.startedAt ?? now).getTime(), now.getTime()));
  const bins = binsAround(alertedAt, now, baselineLength(model));
  const searchFrom = floorToBin(alertedAt.getTime() - searchHours * 3_600_000);
  const marks = yield* marksInquiry(model, { from: bins.from, to: searchFrom });
  const carriers = allCarriers(model, marks);
  const followed: Followed[] = carriers.map((carrier) => ({
    carrier,
    segment: carrier.source === 'predictions' ? segment : {},
  }));
  const search: OnsetSearch = {
    bins,
    searchFrom,
    alertedAt,
    looked: followed.length,
    own: ({ carrier }) => isOwn(carrier, metric, column),
  };
  const answers = yield seriesQuestions(model, followed, bins);
  const series = yield* readSeries(answers, followed, bins);
  const moves = yield* findMovesCalmly(series, search);
  let agreement = agree(moves, search);
  if (!isDecisive(agreement)) {
    const hidden = yield* hiddenIn(model, carriers, search, moves);
    if (hidden.length > 0) agreement = agree([...moves, ...hidden], search);
  } else if (agreement !== null && isBlurred(agreement)) {
    const sharper = yield* sharperIn(model, search, agreement.moves);
    if (sharper.length > 0) agreement = agree([...moves, ...sharper], search);
  }

  const spec: MetricSpec = { metric, model, column, profile: profileOf(marks, column) };
  if (agreement === null) {
    const onset = ownOnset(series, search);
    if (onset !== null) agreement = { onset, moves: [], exposuresOnly: true };
  }
  const windows = windowsAround(model, { onset: agreement?.onset ?? null, alertedAt, now });
  const compared = yield* compareWindows(spec, windows, { segment });
  const changed = isChanged(metric, compared);
  if (agreement?.exposuresOnly === true && !changed) {
    // Only the traffic moved and the metric did not follow: no onset of anything.
    const quiet = windowsAround(model, { onset: null, alertedAt, now });
    const again = yield* compareWindows(spec, quiet, { segment });
    const drawn = yield* metricSeries(spec, seriesOver(quiet, segment, again));
    return told(
      basis,
      { metric, column, segment, windows: quiet, compared: again, agreement: null, moves, bins },
      drawn,
    );
  }
  const drawn = yield* metricSeries(spec, seriesOver(windows, segment, compared));
  return told(basis, { metric, column, segment, windows, compared, agreement, moves, bins }, drawn);
}

type Told = {
  readonly metric: MetricName;
  readonly column: string | null;
  readonly segment: Segment;
  readonly windows: Windows;
  readonly compared: Comparison;
  readonly agreement: Agreement | null;
  /** All that moved, whether it agrees or not. */
  readonly moves: readonly Move[];
  readonly bins: Bins;
};

function seriesOver(windows: Windows, segment: Segment, { before }: Comparison) {
  return { windows, segment, rowsInBaseline: before?.n ?? 0 };
}

function told(basis: Basis, found: Told, drawn: MetricSeries | null): Symptom {
  const { metric, column, segment, windows, compared, agreement, moves, bins } = found;
  const bystanders = moves
    .filter((move) => move.carrier.tier === 'exposure' && !(agreement?.moves ?? []).includes(move))
    .toSorted((a, b) => b.found.likelihoodRatio - a.found.likelihoodRatio);
  const reason =
    compared.reason ??
    (agreement === null
      ? 'no series moved beyond its usual variation in the twelve hours before the alert'
      : null);
  const symptom = {
    metric,
    label: metricLabel(basis.model, metric, column),
    unit: metricUnit(metric),
    column,
    segment,
    before: compared.before,
    after: compared.after,
    difference: compared.difference,
    p: compared.p,
    changed: isChanged(metric, compared),
    onset: agreement?.onset ?? null,
    reason,
    windows,
    companions: (agreement?.moves ?? []).slice(0, mostCompanions).map((move) => companionOf(move, bins)),
    ...(bystanders.length === 0
      ? {}
      : { bystanders: bystanders.slice(0, mostCompanions).map((move) => companionOf(move, bins)) }),
    ...(drawn === null ? {} : { series: drawn }),
  };
  return { ...symptom, sentence: symptomSentence(symptom, basis.modelName, basis.alert) };
}

/** The metric in both windows, in one question; with `spans` only of rows that fall into one of them. */
export function* compareWindows(
  spec: MetricSpec,
  windows: Windows,
  { segment, spans }: { readonly segment: Segment; readonly spans?: readonly Window[] | undefined },
): Inquiry<Comparison> {
  const place = homePlace(spec);
  if ('reason' in place) return nothing(place.reason);
  const condition = segmentCondition(segment, place.of);
  const question = metricQuestion(
    spec,
    { before: windows.baseline, after: windows.incident },
    {
      ...place,
      where: [
        ...(condition === undefined ? [] : [condition]),
        ...(spans === undefined ? [] : [any(...spans.map((span) => during(place.time, span)))]),
      ],
    },
  );
  if ('reason' in question) return nothing(question.reason);
  const read = rowsOf(yield { metric: question }, 'metric');
  if (read.kind === 'not-read') return nothing(read.reason);
  const [before, after] = [inWindow(read.rows, 'before'), inWindow(read.rows, 'after')];
  return compareMetric(metricTally(spec, before), metricTally(spec, after));
}

function nothing(reason: string): Comparison {
  return { before: null, after: null, difference: null, p: null, test: null, reason };
}

function isDecisive(agreement: Agreement | null): boolean {
  if (agreement === null) return false;
  return agreement.moves.some(
    ({ carrier, found }) => carrier.tier === 'defect' && found.likelihoodRatio >= decisiveGain,
  );
}

/** The onset is known to no better than this: what changed nearby cannot be told apart by its time. */
const blurredMinutes = 12;

function isBlurred({ onset }: Agreement): boolean {
  return onset.to.getTime() - onset.from.getTime() > blurredMinutes * 60_000;
}

function isChanged(metric: MetricName, { p, after }: Comparison): boolean {
  if (p === null || after === null || p >= CHANGED_AT) return false;
  return metric !== 'psi' || after.value >= psiFloor;
}

function companionOf({ carrier, segment, found }: Move, bins: Bins): Companion {
  const moment = (bin: number): Date => new Date(bins.from.getTime() + bin * bins.seconds * 1000);
  return {
    carrier: carrier.id,
    words: carrier.words,
    subject: carrier.subject,
    segment,
    at: moment(found.onset),
    from: moment(found.interval.low),
    to: moment(found.interval.high + 1),
    before: found.effect.before,
    after: found.effect.after,
    gain: found.likelihoodRatio,
  };
}

function columnOf(model: Basis['model'], metric: MetricName, alert: Alert | null): string | null {
  const name = classNamed(model, metric, alert?.column ?? null);
  if (name !== null) return name;
  return ['null_rate', 'psi', 'freshness'].includes(metric) ? (alert?.column ?? null) : null;
}

/** The alert's segment, as far as the predictions know its dimensions. */
function knownSegment({ model, alert }: Basis): Segment {
  const { segments, version } = model.predictions;
  return Object.fromEntries(
    Object.entries(alert?.segment ?? {}).filter(([name]) => segments.includes(name) || name === version),
  );
}

function profileOf(marks: Marks, column: string | null): FeatureProfile | null {
  if (column === null) return null;
  return [...marks.dimensions, ...marks.features].find(({ name }) => name === column) ?? null;
}

function binsAround(alertedAt: Date, now: Date, history: number): Bins {
  const from = floorToBin(alertedAt.getTime() - searchHours * 3_600_000 - history);
  return { from, to: new Date(now.getTime() + 1), seconds: binSeconds };
}

function floorToBin(at: number): Date {
  const length = binSeconds * 1000;
  return new Date(Math.floor(at / length) * length);
}
