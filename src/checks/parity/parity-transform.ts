import type { Row } from '../../sql/aggregate.ts';
import { ROUNDING_STEPS } from './parity-measures.ts';
import type { FeatureProfile } from '../features/profile.ts';
import { countOf, numberOf, textOf } from '../read-answers.ts';

/** How served values differ from offline ones, when it is simple enough to name. */
export type Transform = {
  readonly kind:
    | 'null'
    | 'constant'
    | 'scale'
    | 'offset'
    | 'affine'
    | 'rounding'
    | 'clip'
    | 'logarithm'
    | 'swap'
    | 'copy'
    | 'case'
    | 'recode'
    | 'scramble'
    | 'unnamed';
  readonly words: string;
  /** Of a clip: the value beyond which nothing is served. */
  readonly bound?: number;
};

/** Share of the disagreeing requests that a transform must explain to be named. */
const NEARLY_ALL = 0.95;
/** Fewer requests than this name nothing. */
const FEWEST = 5;

/**
 * Names the transform from aggregates over the requests that disagree: nulls where offline has values, one constant,
 * clipping, rounding, a logarithm, a straight line (least squares, R² above 0.9999), another case, or a fixed map of categories.
 */
export function nameTransform(feature: FeatureProfile, row: Row, pairs: readonly Row[]): Transform {
  const differ = countOf(row['differAfter']);
  const both = countOf(row['both']);
  if (differ > 0 && countOf(row['servedNull']) / differ >= NEARLY_ALL) {
    return { kind: 'null', words: 'served null where the offline code has a value' };
  }
  if (both === 0) return { kind: 'unnamed', words: 'no simple transform' };
  return feature.kind === 'number' ? numberTransform(row, both) : categoryTransform(row, both, pairs);
}

function numberTransform(row: Row, n: number): Transform {
  const [low, high] = [numberOf(row['minY']), numberOf(row['maxY'])];
  if (low !== null && low === high && n >= FEWEST) return sameValue(row, n, low);
  const step = ROUNDING_STEPS.toReversed().find((one) => countOf(row[`step ${one}`]) / n >= NEARLY_ALL);
  if (step !== undefined) return { kind: 'rounding', words: `rounded to ${stepWords(step)}` };
  if (countOf(row['lowPrecision']) / n >= NEARLY_ALL)
    return { kind: 'rounding', words: 'kept with fewer digits, as a 16-bit float would' };
  if (countOf(row['logged']) / n >= NEARLY_ALL)
    return { kind: 'logarithm', words: 'served as its logarithm' };
  const [x, y, xx, yy, xy] = ['sumX', 'sumY', 'sumXX', 'sumYY', 'sumXY'].map((name) => countOf(row[name]));
  if (
    x === undefined ||
    y === undefined ||
    xx === undefined ||
    yy === undefined ||
    xy === undefined ||
    n < FEWEST
  ) {
    return { kind: 'unnamed', words: 'no simple transform' };
  }
  const [sxx, syy, sxy] = [xx - (x * x) / n, yy - (y * y) / n, xy - (x * y) / n];
  if (sxx <= 0 || syy <= 0) return { kind: 'unnamed', words: 'no simple transform' };
  if ((sxy * sxy) / (sxx * syy) < 0.9999) return { kind: 'unnamed', words: 'no simple transform' };
  const slope = sxy / sxx;
  const offset = y / n - (slope * x) / n;
  const spread = Math.sqrt(syy / n);
  if (Math.abs(offset) < 1e-3 * spread) return { kind: 'scale', words: `multiplied by ${short(slope)}` };
  if (Math.abs(slope - 1) < 1e-4)
    return { kind: 'offset', words: `${offset > 0 ? 'plus' : 'minus'} ${short(Math.abs(offset))}` };
  return {
    kind: 'affine',
    words: `multiplied by ${short(slope)} ${offset > 0 ? 'plus' : 'minus'} ${short(Math.abs(offset))}`,
  };
}

/** One value in every request that differs: a bound where only values beyond it differ, else a constant. */
function sameValue(row: Row, n: number, value: number): Transform {
  const lowered = countOf(row['lowered']) / n;
  const [lowest, highest] = [numberOf(row['lowest']), numberOf(row['highest'])];
  if (lowest !== null && highest !== null && lowest < highest) {
    if (lowered === 1 && highest === value)
      return { kind: 'clip', words: `never served above ${value}`, bound: value };
    if (lowered === 0 && lowest === value)
      return { kind: 'clip', words: `never served below ${value}`, bound: value };
  }
  return { kind: 'constant', words: `always served as ${value}` };
}

function stepWords(step: (typeof ROUNDING_STEPS)[number]): string {
  if (step === 1) return 'whole numbers';
  return step > 1 ? `multiples of ${step}` : `${Math.round(-Math.log10(step))} decimals`;
}

function categoryTransform(row: Row, n: number, pairs: readonly Row[]): Transform {
  if (countOf(row['sameLetters']) / n >= NEARLY_ALL)
    return { kind: 'case', words: 'the same letters in another case' };
  const [low, high] = [textOf(row['minText']), textOf(row['maxText'])];
  const targets = new Map<string, Map<string, number>>();
  for (const pair of pairs) {
    const [online, offline] = [textOf(pair['online']), textOf(pair['offline'])];
    if (online === null || offline === null) continue;
    const of = targets.get(offline) ?? new Map<string, number>();
    targets.set(offline, of.set(online, countOf(pair['n'])));
  }
  if (targets.size === 0) return { kind: 'unnamed', words: 'no simple transform' };
  let explained = 0;
  const map: string[] = [];
  for (const [offline, online] of targets) {
    const [most] = [...online].sort((a, b) => b[1] - a[1]);
    if (most === undefined) continue;
    explained += most[1];
    map.push(`${offline} → ${most[0]}`);
  }
  if (explained / n >= NEARLY_ALL) {
    return targets.size > 1 && low !== null && low === high
      ? { kind: 'constant', words: `always served as ${low}` }
      : { kind: 'recode', words: `a fixed map: ${map.slice(0, 3).join(', ')}${map.length > 3 ? ' …' : ''}` };
  }
  return { kind: 'scramble', words: 'values that belong to other requests' };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
