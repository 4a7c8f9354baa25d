import type { Inquiry } from '../checks/inquiry.ts';
import { onset as searchOnset, type OnsetFound } from '../statistics/onset/onset.ts';
import type { Followed, Series, Bins } from './series.ts';
import type { Onset } from './symptom.ts';

/** One series that moved: what, when, how strongly. Bins are counted from the start of the series. */
export type Move = Followed & {
  readonly found: OnsetFound;
  /** How far this kind of series is believed to move with the incident rather than for reasons of its own. */
  readonly belief: number;
};

/** The moment most moved series agree on, and those that do, strongest first. */
export type Agreement = {
  readonly onset: Onset;
  readonly moves: readonly Move[];
  /** Weak by itself (only versions, segments or volume moved): an onset only if the metric itself changed there. */
  readonly exposuresOnly: boolean;
};

export type OnsetSearch = {
  readonly bins: Bins;
  /** The onset is looked for from here on; what comes before is quiet history. */
  readonly searchFrom: Date;
  readonly alertedAt: Date;
  /** How many series were looked at in all: more of them must gain more to count. */
  readonly looked: number;
  /** The carrier is the symptom itself, or a part of it. */
  readonly own: (one: Followed) => boolean;
};

/** An alert mostly fires within this long of the onset; earlier moments lose e-fold every further hour. */
const usualLeadMinutes = 90;

const BELIEF = { own: 0.9, defect: 0.8, outcome: 0.7, exposure: 0.1 } as const;

/** Series looked at between two breaths: each costs some milliseconds, and a bot has to answer people meanwhile. */
const seriesABreath = 4;

/** As `findMoves`, with a breath now and then for whatever else waits. */
export function* findMovesCalmly(series: readonly Series[], search: OnsetSearch): Inquiry<Move[]> {
  const moves: Move[] = [];
  for (let from = 0; from < series.length; from += seriesABreath) {
    moves.push(...findMoves(series.slice(from, from + seriesABreath), search));
    yield {};
  }
  return moves;
}

/** The series in which one change began between `searchFrom` and the alert, and has not ended before the alert. */
export function findMoves(series: readonly Series[], search: OnsetSearch): Move[] {
  const { bins, searchFrom, alertedAt, looked } = search;
  const length = bins.seconds * 1000;
  const calendar = {
    binsPerDay: Math.round(86_400_000 / length),
    firstBinOfDay: Math.round((bins.from.getTime() % 86_400_000) / length),
  };
  const from = Math.round((searchFrom.getTime() - bins.from.getTime()) / length);
  const alertBin = Math.floor((alertedAt.getTime() - bins.from.getTime()) / length);
  return series.flatMap((one): Move[] => {
    const found = searchOnset({ series: one.series, calendar, searchFrom: from });
    if (found.kind !== 'estimate') return [];
    if (found.likelihoodRatio < found.threshold + 2 * Math.log(Math.max(1, looked))) return [];
    if (one.carrier.hurtsWhenUp === true && found.effect.after <= found.effect.before) return [];
    if (found.interval.low > alertBin || (found.end !== null && found.end <= alertBin)) return [];
    const belief = search.own(one) ? BELIEF.own : BELIEF[one.carrier.tier];
    return [{ carrier: one.carrier, segment: one.segment, found, belief }];
  });
}

/**
 * Where the moved series agree. Each says how likely every bin is to be its onset; each may also have moved for a reason of its
 * own, so that a decoy, however strong, costs no more than being disbelieved. Series of one subject speak with one voice.
 */
export function agree(moves: readonly Move[], search: OnsetSearch): Agreement | null {
  const { bins, searchFrom, alertedAt } = search;
  const length = bins.seconds * 1000;
  const first = Math.round((searchFrom.getTime() - bins.from.getTime()) / length);
  const last = Math.floor((alertedAt.getTime() - bins.from.getTime()) / length);
  const size = last - first + 1;
  const voices = voicesOf(moves);
  if (voices.length === 0 || size < 1) return null;
  const total = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const lead = ((last - first - k) * bins.seconds) / 60;
    total[k] = -Math.max(0, lead - usualLeadMinutes) / 60;
  }
  for (const voice of voices) {
    const shares = voice.moves.map((move) => likelihoodOfBins(move, first, size));
    for (let k = 0; k < size; k++) {
      const share = shares.reduce((sum, one) => sum + (one[k] ?? 0), 0) / shares.length;
      const likelihood = (1 - voice.belief) / size + voice.belief * share;
      total[k] = (total[k] ?? 0) + Math.log(likelihood);
    }
  }
  let best = 0;
  for (let k = 1; k < size; k++) if ((total[k] ?? 0) > (total[best] ?? 0)) best = k;
  const at = first + best;
  const agreeing = moves
    .filter(({ found }) => at >= found.interval.low - 1 && at <= found.interval.high + 1)
    .sort((a, b) => b.found.likelihoodRatio - a.found.likelihoodRatio);
  const solid = agreeing.filter(
    ({ carrier, belief }) => carrier.tier !== 'exposure' || belief === BELIEF.own,
  );
  const leader = sharpest(solid) ?? sharpest(agreeing);
  if (leader === undefined) return null;
  const moment = (bin: number) => new Date(bins.from.getTime() + bin * length);
  return {
    onset: {
      at: moment(at),
      from: moment(Math.min(at, Math.max(first, leader.found.interval.low))),
      to: moment(Math.max(at, leader.found.interval.high) + 1),
      shape: leader.found.shape,
      method: `likelihood ratio of one change, ${agreeing.length} series agree, led by ${leader.carrier.words}`,
    },
    moves: [...solid, ...agreeing.filter((one) => !solid.includes(one))],
    exposuresOnly: solid.length === 0,
  };
}

/** The narrowest interval; among equally narrow ones the strongest. */
function sharpest(moves: readonly Move[]): Move | undefined {
  const width = ({ found }: Move) => found.interval.high - found.interval.low;
  return moves.toSorted(
    (a, b) => width(a) - width(b) || b.found.likelihoodRatio - a.found.likelihoodRatio,
  )[0];
}

/** Series of one subject say the same thing in several ways; those much weaker than its strongest have nothing to add. */
type Voice = { readonly belief: number; readonly moves: readonly Move[] };

const worthHearing = 0.1;

function voicesOf(moves: readonly Move[]): Voice[] {
  const groups = new Map<string, Move[]>();
  for (const move of moves) {
    const { subject, tier } = move.carrier;
    const named = subject.kind === 'feature' || subject.kind === 'segment';
    const key = `${tier} ${subject.kind} ${named ? subject.name : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), move]);
  }
  const onlyLabels = moves.every(
    ({ carrier: { tier, subject } }) => tier === 'exposure' || subject.kind === 'label',
  );
  return [...groups.values()]
    .map((group) => rightClock(group, onlyLabels))
    .map((group) => {
      const strongest = Math.max(...group.map(({ found }) => found.likelihoodRatio));
      return {
        belief: Math.max(...group.map(({ belief }) => belief)),
        moves: group.filter(({ found }) => found.likelihoodRatio >= worthHearing * strongest),
      };
    });
}

/** One clock of the labels must fit this much better, in twice the log likelihood ratio, for the other to be left out. */
const clockMargin = 20;
/** Where nothing but labels moved, the clock of their arrival is believed when it fits nearly as well. */
const nearlyAsWell = 0.93;

/**
 * Labels are followed by the time of the request and by the time of their arrival. A fault of the labelling begins sharply on one of
 * these clocks and is smeared out on the other, which then has nothing to say of the moment. A job that writes labels breaks at a
 * moment of arrivals; what breaks scores or features shows in these too.
 */
function rightClock(group: readonly Move[], onlyLabels: boolean): readonly Move[] {
  const late = group.filter(({ carrier }) => carrier.source === 'predictions-by-label-time');
  const usual = group.filter(({ carrier }) => carrier.source !== 'predictions-by-label-time');
  if (late.length === 0 || usual.length === 0) return group;
  const best = (moves: readonly Move[]) => Math.max(...moves.map(({ found }) => found.likelihoodRatio));
  const lead = best(late) - best(usual);
  if (lead >= clockMargin || (onlyLabels && best(late) >= nearlyAsWell * best(usual))) return late;
  return -lead >= clockMargin ? usual : group;
}

// The likelihood falls with the squared distance from the best bin, by 6.63/2 at the ends of the interval.
function likelihoodOfBins({ found }: Move, first: number, size: number): Float64Array {
  const { onset, interval } = found;
  const share = new Float64Array(size);
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const bin = first + k;
    const reach = (bin < onset ? onset - interval.low : interval.high - onset) + 0.7;
    const value = Math.exp(-3.3 * ((bin - onset) / reach) ** 2);
    share[k] = value;
    sum += value;
  }
  return sum > 0 ? share.map((value) => value / sum) : share;
}
