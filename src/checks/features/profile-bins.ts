import type { Aggregate, Cell, Expression } from '../../sql/aggregate.ts';
import { column, number, numberBin } from '../../sql/build.ts';
import { categoryOf } from '../../symptom/metric-question.ts';
import type { CheckContext } from '../check.ts';
import type { BinCounts } from '../compare/compare-categories.ts';
import type { Answers, Questions } from '../question.ts';
import { countOf, rowsOf } from '../read-answers.ts';
import { sampledRows } from '../sample.ts';
import { binQuestion, readBins } from './bin-counts.ts';
import { hasFewValues, manyValues, type FeatureProfile } from './profile.ts';
import { valueBin } from './value-bin.ts';

/**
 * Rows by the bins of a feature in both windows. The values of a feature that has few are counted as they are, which costs
 * a fifth of choosing a bin row by row, and put into bins when they are read. Bins of a number of many values are counted
 * among the rows that a check may sample: a shift worth a word shows there as it does among all.
 */
export function profileBinQuestion(context: CheckContext, profile: FeatureProfile): Aggregate {
  return hasFewValues(profile)
    ? { ...binQuestion(context, column(profile.name)), limit: manyValues }
    : sampledBins(context, profile);
}

function sampledBins(context: CheckContext, profile: FeatureProfile): Aggregate {
  const question = binQuestion(context, profileBin(profile));
  const sampled = profile.kind === 'number' ? sampledRows(context) : [];
  return { ...question, where: [...question.where, ...sampled] };
}

/** Bins by the row after all, of a feature that turned out to have more values than it had in the baseline. */
export function furtherBins(context: CheckContext, profile: FeatureProfile, answers: Answers): Questions {
  return hasFewValues(profile) && !allValuesCame(answers, profile.name)
    ? { [furtherName(profile)]: binQuestion(context, profileBin(profile)) }
    : {};
}

/** The answers to both, as checks speak of bins. */
export function readProfileBins(
  answers: Answers,
  profile: FeatureProfile,
): BinCounts | { readonly reason: string } {
  if (!hasFewValues(profile)) return readBins(answers, profile.name, (bin) => binName(profile, bin));
  if (!allValuesCame(answers, profile.name))
    return readBins(answers, furtherName(profile), (bin) => binName(profile, bin));
  const counts = readBins(answers, profile.name, (value) => valueBin(profile, value));
  return 'reason' in counts ? counts : new Map([...counts].toSorted(([a], [b]) => inOrder(a, b, profile)));
}

/** As the source orders its bins: sums over them then come out the same to the last digit. */
function inOrder(a: string, b: string, { kind }: FeatureProfile): number {
  if (kind === 'category') return a < b ? -1 : 1;
  const place = (bin: string) =>
    bin === 'null' ? 1e9 : bin === 'above' ? 1e8 : bin === 'below' ? -1 : Number(bin);
  return place(a) - place(b);
}

const furtherName = ({ name }: FeatureProfile): string => `bins ${name}`;

function allValuesCame(answers: Answers, name: string): boolean {
  const read = rowsOf(answers, name);
  return read.kind === 'rows' && read.rows.length < manyValues;
}

/**
 * The bin of a feature's value, to group by. A number's is counted from the edges alone, range included, so that the plan
 * can count the bins of many features as histograms of one scan; `binName` says which bin it was.
 */
export function profileBin(profile: FeatureProfile): Expression {
  switch (profile.kind) {
    case 'number':
      return numberBin(number(column(profile.name)), [profile.min, ...profile.edges, nextAbove(profile.max)]);
    case 'category':
      return categoryOf(profile.name, { profile }, (name) => column(name));
  }
}

/** A bin as checks speak of it: `null`, `below` and `above` the range, `unseen`, a value, or the number of a bin within the range. */
export function binName(profile: FeatureProfile, cell: Cell): Cell {
  if (cell === null || profile.kind === 'category') return cell;
  const bin = countOf(cell);
  if (bin === 0) return 'below';
  return bin === profile.edges.length + 2 ? 'above' : String(bin - 1);
}

/** The next number that can be told from this one: bins begin at their edge, and the largest value is within the range. */
function nextAbove(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value === 0 ? 0 : value);
  bits.setBigInt64(0, value >= 0 ? bits.getBigInt64(0) + 1n : bits.getBigInt64(0) - 1n);
  return bits.getFloat64(0);
}
