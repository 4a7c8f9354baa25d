import type { Segment } from '../../alert/alert.ts';
import type { Row } from '../../sql/aggregate.ts';
import { pairedMeanDifference } from '../../statistics/mean/paired-mean-difference.ts';
import { mcnemar } from '../../statistics/proportion/mcnemar.ts';
import { proportion } from '../../statistics/proportion/proportion.ts';
import { segmentWords } from '../../symptom/segment-condition.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';

/** The same requests scored by both pipelines, and the score from which on they say yes; null: nothing is decided. */
export type Twice = {
  readonly current: readonly number[];
  readonly previous: readonly number[];
  readonly cut: number | null;
};

/** What is beyond chance and beyond harmless. `floor` is in the unit of the score. */
export type Judge = {
  readonly name: string;
  readonly floor: number;
  readonly flips: number;
  readonly alpha: number;
  readonly sameVersion: boolean;
  /** Of the same version at most this share may differ. */
  readonly differing: number;
};

type About = { readonly where?: Segment; readonly detail: NonNullable<Finding['detail']> };

/** Fewer requests of one value say nothing about it. */
const FEWEST_IN_SEGMENT = 30;

/** The mean score that the same requests get: paired, so that the traffic's own variety does not count. */
export function scoreFinding(twice: Twice, judge: Judge, { where, detail }: About): Finding {
  const found = pairedMeanDifference({ before: twice.previous, after: twice.current });
  const n = twice.current.length;
  const who = where === undefined ? '' : ` for ${segmentWords(where)}`;
  const [before, after] = [meanOf(twice.previous), meanOf(twice.current)];
  const known = found.kind === 'estimate' ? found : null;
  const effect = known?.value ?? after - before;
  const beyond = known === null ? effect !== 0 : known.pValue <= judge.alpha;
  const share = typeof detail['shareDiffering'] === 'number' ? detail['shareDiffering'] : 0;
  const anotherBuild = judge.sameVersion && share > judge.differing;
  return {
    subject: { kind: 'version', name: judge.name },
    ...(where === undefined ? {} : { where }),
    measure: 'mean score of the same requests',
    unit: 'score',
    before,
    after,
    effect,
    low: known?.interval.low ?? null,
    high: known?.interval.high ?? null,
    nBefore: n,
    nAfter: n,
    test: known?.test ?? null,
    p: known?.pValue ?? null,
    adjustedP: null,
    threshold: judge.floor,
    shifted: anotherBuild || (beyond && Math.abs(effect) >= judge.floor),
    detail,
    sentence: `the same ${n} requests${who} score ${signed(effect)} on ${judge.name} (${before.toFixed(3)} → ${after.toFixed(3)}${
      share > 0 ? `; ${shareOf(share)} differ` : ''
    })${judge.sameVersion ? ', although the version is the same' : ''}`,
  };
}

/** Decisions that turned, and whether more turned one way than the other. Null where nothing is decided. */
export function flipFinding(
  { current, previous, cut }: Twice,
  judge: Judge,
  { detail }: About,
): Finding | null {
  if (cut === null) return null;
  const counts = { both: 0, onlyBefore: 0, onlyAfter: 0, rows: current.length };
  current.forEach((score, i) => {
    const [now, then] = [score >= cut, (previous[i] ?? score) >= cut];
    if (now && then) counts.both += 1;
    else if (then) counts.onlyBefore += 1;
    else if (now) counts.onlyAfter += 1;
  });
  const flips = counts.onlyBefore + counts.onlyAfter;
  const found = mcnemar(counts);
  const share = proportion({ events: flips, trials: counts.rows });
  const many = share.kind === 'estimate' && share.interval.low > judge.flips;
  const known = found.kind === 'estimate' ? found : null;
  const nearest =
    known === null || known.interval.low * known.interval.high <= 0
      ? 0
      : Math.min(Math.abs(known.interval.low), Math.abs(known.interval.high));
  const oneSided = known !== null && known.pValue <= judge.alpha && nearest >= judge.flips / 2;
  return {
    subject: { kind: 'version', name: judge.name },
    measure: 'share decided yes, of the same requests',
    unit: 'share',
    before: (counts.both + counts.onlyBefore) / counts.rows,
    after: (counts.both + counts.onlyAfter) / counts.rows,
    effect: (counts.onlyAfter - counts.onlyBefore) / counts.rows,
    low: known?.interval.low ?? null,
    high: known?.interval.high ?? null,
    nBefore: counts.rows,
    nAfter: counts.rows,
    test: known?.test ?? null,
    p: known?.pValue ?? null,
    adjustedP: null,
    threshold: judge.flips,
    shifted: many || oneSided,
    detail: { ...detail, flips, toYes: counts.onlyAfter, toNo: counts.onlyBefore, cut },
    sentence: `${flips} of ${counts.rows} decisions flip (${counts.onlyAfter} to yes, ${counts.onlyBefore} to no)`,
  };
}

/** Every value of every segment column that has enough of the requests. */
export function segmentsOf(
  context: CheckContext,
  rows: readonly Row[],
  twice: Twice,
): readonly { readonly where: Segment; readonly twice: Twice }[] {
  return context.model.predictions.segments.flatMap((name) => {
    const places = Map.groupBy(
      rows.map((_, i) => i),
      (i) => cellOf(rows[i]?.[`segment ${name}`]),
    );
    if (places.size < 2) return [];
    return [...places]
      .filter(([, own]) => own.length >= FEWEST_IN_SEGMENT)
      .map(([value, own]) => ({
        where: { [name]: value },
        twice: {
          cut: twice.cut,
          current: own.map((i) => twice.current[i] ?? 0),
          previous: own.map((i) => twice.previous[i] ?? 0),
        },
      }));
  });
}

export function shareOf(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

const cellOf = (cell: Row[string] | undefined): Segment[string] =>
  cell === undefined ? null : cell instanceof Date ? cell.toISOString() : cell;

export const signed = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
