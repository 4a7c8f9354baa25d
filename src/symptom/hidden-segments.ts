import type { Inquiry } from '../checks/inquiry.ts';
import type { ModelConfig } from '../config/schema.ts';
import { latticeQuestion, predictionTraffic, readLattice } from '../scope/lattice.ts';
import { meanDifference } from '../statistics/mean/mean-difference.ts';
import type { Carrier, Tally } from './carrier.ts';
import { findMovesCalmly, type Move, type OnsetSearch } from './find-onset.ts';
import { readSeries, type Followed } from './series.ts';
import { segmentQuestions } from './segment-series.ts';

const minute = 60_000;
const fewestRows = 15;
const mostFollowed = 40;
/** Twice the log likelihood ratio a segment's shift must reach beyond what looking at so many costs. */
const worthFollowing = 8;

/**
 * A fault in one small segment is invisible in the total. Compares every carrier in every value of every dimension around the
 * alert with the baseline, and follows through time those that differ most.
 */
export function* hiddenIn(
  model: ModelConfig,
  carriers: readonly Carrier[],
  search: OnsetSearch,
  known: readonly Move[],
): Inquiry<readonly Move[]> {
  const found = new Set(known.map(({ carrier }) => carrier.id));
  return yield* movesWithin(
    model,
    carriers.filter((carrier) => !found.has(carrier.id)),
    search,
  );
}

const mostSharp = 3;

/**
 * What moved in all traffic, followed in the segments that it moved most in: a fault of one segment is diluted in the total, and its
 * onset blurred. Only series that show the change more strongly than the total does.
 */
export function* sharperIn(
  model: ModelConfig,
  search: OnsetSearch,
  known: readonly Move[],
): Inquiry<readonly Move[]> {
  const gains = new Map(known.map(({ carrier, found }) => [carrier.id, found.likelihoodRatio]));
  const moves = yield* movesWithin(
    model,
    known.map(({ carrier }) => carrier),
    search,
  );
  return moves
    .filter(({ carrier, found }) => found.likelihoodRatio > (gains.get(carrier.id) ?? Infinity))
    .toSorted((a, b) => b.found.likelihoodRatio - a.found.likelihoodRatio)
    .slice(0, mostSharp);
}

/** The carriers that moved in some value of some dimension. */
function* movesWithin(
  model: ModelConfig,
  carriers: readonly Carrier[],
  search: OnsetSearch,
): Inquiry<readonly Move[]> {
  const traffic = predictionTraffic(model);
  const looked = carriers.filter((carrier) => carrier.tier !== 'exposure' && traffic.of(carrier) !== null);
  if (looked.length === 0) return [];
  const alerted = search.alertedAt.getTime();
  const question = {
    traffic,
    carriers: looked,
    before: { from: search.bins.from, to: new Date(alerted - 240 * minute) },
    after: { from: new Date(alerted - 60 * minute), to: search.bins.to },
    by: traffic.dimensions.map((name) => [name]),
  };
  const lattice = readLattice(yield { lattice: latticeQuestion(question) }, 'lattice', question);
  if ('reason' in lattice) return [];
  const tests = lattice.cells
    .filter(({ rows }) => rows.after >= fewestRows && rows.before >= fewestRows)
    .flatMap(({ segment, tallies }) =>
      looked.map((carrier) => ({ carrier, segment, gain: gainOf(tallies.get(carrier.id)) })),
    );
  const least = 2 * Math.log(Math.max(1, tests.length)) + worthFollowing;
  const followed: Followed[] = tests
    .filter(({ gain }) => gain >= least)
    .toSorted((a, b) => b.gain - a.gain)
    .slice(0, mostFollowed);
  if (followed.length === 0) return [];
  const answers = yield segmentQuestions(model, followed, search.bins);
  return yield* findMovesCalmly(yield* readSeries(answers, followed, search.bins), {
    ...search,
    looked: search.looked + tests.length,
  });
}

// The square of Welch's z; a share that was never seen before has its half event.
function gainOf(both: { readonly before: Tally; readonly after: Tally } | undefined): number {
  if (both === undefined) return 0;
  const { before, after } = both;
  if (before.n < fewestRows || after.n < fewestRows) return 0;
  const half = (tally: Tally) => ({
    n: tally.n + 1,
    sum: tally.sum + 0.5,
    sumOfSquares: tally.sumOfSquares + 0.5,
  });
  const difference = meanDifference({ before: half(before), after: half(after) });
  if (difference.kind === 'unanswerable') return 0;
  return (difference.value / difference.standardError) ** 2;
}
