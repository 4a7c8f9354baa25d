import {
  abs,
  all,
  any,
  between,
  column,
  countIf,
  divide,
  eq,
  floor,
  gt,
  isDistinctFrom,
  isNotNull,
  isNull,
  join,
  ln,
  lower,
  lt,
  lte,
  maximum,
  minimum,
  minus,
  number,
  plus,
  sum,
  sumOfSquares,
  text,
  times,
} from '../../sql/build.ts';
import type { Aggregate, Expression, Measure } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import type { FeatureProfile } from '../features/profile.ts';
import { inSegment } from '../windowed.ts';

/** Predictions with the offline row of the same request. */
export function relationOf(context: CheckContext): Aggregate['from'] {
  const { predictions, offline_features: offline } = context.model;
  return join('predictions', 'offline_features', {
    left: predictions.id,
    right: offline?.id ?? predictions.id,
  });
}

export function inWindow(context: CheckContext, window: 'baseline' | 'incident'): Expression {
  const time = column(context.model.predictions.time, 'left');
  const { from, to } = context.windows[window];
  return between(time, from, to);
}

/** How often one feature disagrees in each window, and what is needed to name the transform. */
export function compareFeature(feature: FeatureProfile, context: CheckContext): Aggregate {
  const [online, offline] = [column(feature.name, 'left'), column(feature.name, 'right')];
  const [before, after] = [inWindow(context, 'baseline'), inWindow(context, 'incident')];
  const halves = halvesOf(context);
  const differ =
    feature.kind === 'number' ? numbersDiffer(online, offline) : isDistinctFrom(text(online), text(offline));
  return {
    kind: 'aggregate',
    from: relationOf(context),
    where: [any(before, after), ...inSegment(context, 'left')],
    by: {},
    measures: {
      before: countIf(before),
      after: countIf(after),
      differBefore: countIf(all(before, differ)),
      differAfter: countIf(all(after, differ)),
      early: countIf(halves.early),
      late: countIf(halves.late),
      differEarly: countIf(all(halves.early, differ)),
      differLate: countIf(all(halves.late, differ)),
      servedNull: countIf(all(after, isNull(online), isNotNull(offline))),
      offlineNull: countIf(all(after, isNotNull(online), isNull(offline))),
      offlineNullBefore: countIf(all(before, isNull(offline))),
      offlineNullAfter: countIf(all(after, isNull(offline))),
      ...(feature.kind === 'number'
        ? numberMeasures(online, offline, { after, differ })
        : textMeasures(online, offline, all(after, differ))),
    },
  };
}

/** Unequal beyond rounding: by more than a millionth of the size, or null on one side only. */
export function numbersDiffer(online: Expression, offline: Expression): Expression {
  const gap = abs(minus(number(online), number(offline)));
  return any(
    all(isNull(online), isNotNull(offline)),
    all(isNotNull(online), isNull(offline)),
    gt(gap, plus(times(abs(number(offline)), 1e-6), 1e-9)),
  );
}

/** Steps that rounded values may stand on: 3 decimals down to whole thousands. */
export const ROUNDING_STEPS = [0.001, 0.01, 0.1, 1, 10, 100, 1000] as const;

/** Largest relative gap of a value kept in 16 bits: it has 11 binary digits. */
const LOW_PRECISION = 2 ** -10;

/** Sums for a straight line of online over offline, and counts for the simple transforms, over the requests that differ. */
function numberMeasures(
  online: Expression,
  offline: Expression,
  { after, differ }: { readonly after: Expression; readonly differ: Expression },
): Record<string, Measure> {
  const [x, y] = [number(offline), number(online)];
  const both = all(after, differ, isNotNull(x), isNotNull(y));
  const gap = abs(minus(y, x));
  const close = (to: Expression): Expression => lte(abs(minus(y, to)), plus(times(abs(to), 1e-6), 1e-9));
  return {
    both: countIf(both),
    sumX: sum(x, both),
    sumY: sum(y, both),
    sumXX: sumOfSquares(x, both),
    sumYY: sumOfSquares(y, both),
    sumXY: sum(times(x, y), both),
    minY: minimum(y, both),
    maxY: maximum(y, both),
    lowest: minimum(y, after),
    highest: maximum(y, after),
    lowered: countIf(all(both, gt(x, y))),
    lowPrecision: countIf(all(both, lte(gap, times(abs(x), LOW_PRECISION)))),
    logged: countIf(all(both, any(close(ln(x)), close(ln(plus(x, 1)))))),
    ...Object.fromEntries(
      ROUNDING_STEPS.map((step) => [`step ${step}`, countIf(all(both, lt(gap, step), onStep(y, step)))]),
    ),
  };
}

/** A multiple of the step, beyond what floats can be held to. */
function onStep(of: Expression, step: number): Expression {
  const multiple = divide(of, step);
  return lt(abs(minus(multiple, floor(plus(multiple, 0.5)))), 1e-6);
}

function textMeasures(online: Expression, offline: Expression, where: Expression): Record<string, Measure> {
  const both = all(where, isNotNull(online), isNotNull(offline));
  return {
    both: countIf(both),
    sameLetters: countIf(all(both, eq(lower(text(online)), lower(text(offline))))),
    minText: minimum(text(online), both),
    maxText: maximum(text(online), both),
  };
}

function halvesOf(context: CheckContext): { readonly early: Expression; readonly late: Expression } {
  const { from, to } = context.windows.incident;
  const middle = new Date((from.getTime() + to.getTime()) / 2);
  const time = column(context.model.predictions.time, 'left');
  return { early: between(time, from, middle), late: between(time, middle, to) };
}
