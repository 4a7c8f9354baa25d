/** The quartiles of a feature's non-zero values. */
export type Quartiles = readonly [number, number, number];

/** What was done to a feature's scale, in words; `factor` is null where it is no multiplication. */
export type ScaleChange = { readonly factor: number | null; readonly words: string };

/** Multiplications that units differ by, with what they mostly mean. */
const FACTORS: readonly (readonly [number, string])[] = [
  [10, 'a decimal place'],
  [12, 'months and years'],
  [24, 'hours and days'],
  [60, 'minutes and seconds, or hours and minutes'],
  [100, 'a share and percent, or cents'],
  [1000, 'thousands, or seconds and milliseconds'],
  [1024, 'kilobytes'],
  [3600, 'hours and seconds'],
  [10_000, 'basis points'],
  [86_400, 'days and seconds'],
  [1_000_000, 'millions, or seconds and microseconds'],
  [1_000_000_000, 'billions, or seconds and nanoseconds'],
  [1.609344, 'miles and kilometres'],
  [2.2046, 'kilograms and pounds'],
  [2.54, 'inches and centimetres'],
  [3.2808, 'metres and feet'],
];

/** Quartiles of a few hundred rows lie this close to each other when nothing happened to them. */
const SPREAD = 1.25;
const NEAR = 1.15;
/** A factor without a name must be this large, or it may be drift. */
const UNNAMED = 3;

/**
 * Names a change of unit from the quartiles before and after: all three must have moved by the same factor (one that units
 * differ by, or more than three), turned their sign, become their logarithm, or gone from Celsius to another scale.
 * Null when they did not, or when the quartiles do not spread enough to tell.
 */
export function nameScale(before: Quartiles, after: Quartiles): ScaleChange | null {
  if (!(before[0] < before[2]) || !(after[0] < after[2])) return null;
  return factorOf(before, after) ?? signOf(before, after) ?? curveOf(before, after);
}

function factorOf(before: Quartiles, after: Quartiles): ScaleChange | null {
  const ratios = before.map((value, k) => (after[k] ?? 0) / value);
  if (!ratios.every((ratio) => Number.isFinite(ratio) && ratio > 0)) return null;
  if (Math.max(...ratios) / Math.min(...ratios) > SPREAD) return null;
  const factor = Math.cbrt(ratios.reduce((product, ratio) => product * ratio, 1));
  const size = Math.max(factor, 1 / factor);
  const [named] = FACTORS.filter(([known]) => apart(known, size) <= NEAR).toSorted(
    (a, b) => apart(a[0], size) - apart(b[0], size),
  );
  if (named === undefined) {
    if (size < UNNAMED) return null;
    return { factor, words: `${timesWords(factor)} what it was` };
  }
  const [known, meaning] = named;
  return {
    factor: factor > 1 ? known : 1 / known,
    words: `about ${timesWords(factor > 1 ? known : 1 / known)} what it was (${meaning})`,
  };
}

function signOf(before: Quartiles, after: Quartiles): ScaleChange | null {
  const mirrored = [-before[2], -before[1], -before[0]];
  if (before[1] === 0 || Math.sign(before[1]) === Math.sign(after[1])) return null;
  const same = mirrored.every((value, k) => close(after[k] ?? 0, value, 0.2));
  return same ? { factor: -1, words: 'the same with the other sign' } : null;
}

function curveOf(before: Quartiles, after: Quartiles): ScaleChange | null {
  const curves: readonly (readonly [string, (value: number) => number])[] = [
    ['its natural logarithm', Math.log],
    ['the logarithm of one more than it', Math.log1p],
    ['its logarithm to base ten', Math.log10],
    ['its exponential', Math.exp],
    ['Fahrenheit in place of Celsius', (value) => value * 1.8 + 32],
    ['Kelvin in place of Celsius', (value) => value + 273.15],
  ];
  if (before.every((value, k) => close(after[k] ?? 0, value, 0.3))) return null;
  const found = curves.find(([, of]) => before.every((value, k) => close(after[k] ?? NaN, of(value), 0.06)));
  return found === undefined ? null : { factor: null, words: found[0] };
}

const apart = (a: number, b: number): number => Math.max(a / b, b / a);

/** What has no finite value, such as the exponential of thousands, is close to nothing. */
const close = (value: number, expected: number, share: number): boolean =>
  Number.isFinite(expected) && Math.abs(value - expected) <= share * Math.max(Math.abs(expected), 1e-9);

const timesWords = (factor: number): string =>
  factor >= 1 ? `${Number(factor.toPrecision(3))} times` : `1/${Number((1 / factor).toPrecision(3))} of`;
