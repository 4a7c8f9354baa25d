import type { FeatureProfile } from '../checks/features/profile.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Expression } from '../sql/aggregate.ts';
import {
  abs,
  all,
  any,
  column,
  eq,
  gt,
  gte,
  isDistinctFrom,
  isIn,
  isNotNull,
  isNull,
  lt,
  minus,
  not,
  number,
  text,
} from '../sql/build.ts';
import type { Carrier, ColumnOf } from './carrier.ts';

const followedValues = 4;

/** Served and offline values that differ by less than this are the same: floats are written in different widths. */
const sameWithin = 1e-4;

/** Nulls, the ends of the range, values out of it, the commonest value: what a feature's fault would move. */
export function featureCarriers(profile: FeatureProfile): Carrier[] {
  const { name } = profile;
  const make = (
    id: string,
    words: string,
    options: { readonly tier: Carrier['tier']; readonly event: (of: ColumnOf) => Expression },
  ): Carrier => ({
    id: `${id}:${name}`,
    words,
    subject: { kind: 'feature', name },
    tier: options.tier,
    source: 'predictions',
    quantity: { kind: 'share', event: options.event },
  });
  const nulls = make('null', `null rate of ${name}`, { tier: 'defect', event: (of) => isNull(of(name)) });
  if (profile.kind === 'category') {
    return [
      nulls,
      make('unseen', `share of unseen values of ${name}`, {
        tier: 'defect',
        event: (of) => all(isNotNull(of(name)), not(isIn(text(of(name)), profile.values))),
      }),
      ...profile.values.slice(0, followedValues).map((value) =>
        make(`value ${value}`, `share of ${name} = ${value}`, {
          tier: 'outcome',
          event: (of) => eq(text(of(name)), value),
        }),
      ),
    ];
  }
  const low = profile.edges[Math.min(1, profile.edges.length - 1)];
  const high = profile.edges[Math.max(0, profile.edges.length - 2)];
  const middle = profile.edges[Math.floor(profile.edges.length / 2)];
  const spike = profile.spike ?? null;
  return [
    nulls,
    make('range', `share of ${name} out of its range`, {
      tier: 'defect',
      event: (of) => any(lt(number(of(name)), profile.min), gt(number(of(name)), profile.max)),
    }),
    ...(low === undefined
      ? []
      : [make('low', `share of low ${name}`, { tier: 'outcome', event: (of) => lt(number(of(name)), low) })]),
    ...(middle === undefined
      ? []
      : [
          make('middle', `share of ${name} in its upper half`, {
            tier: 'outcome',
            event: (of) => gte(number(of(name)), middle),
          }),
        ]),
    ...(high === undefined || high === low
      ? []
      : [
          make('high', `share of high ${name}`, {
            tier: 'outcome',
            event: (of) => gte(number(of(name)), high),
          }),
        ]),
    ...(spike === null
      ? []
      : [
          make('spike', `share of ${name} = ${spike}`, {
            tier: 'outcome',
            event: (of) => eq(number(of(name)), spike),
          }),
        ]),
  ];
}

/** The served value and the offline value of the same request are not the same. */
function mismatch(profile: FeatureProfile): Expression {
  const [online, offline] = [column(profile.name, 'left'), column(profile.name, 'right')];
  if (profile.kind === 'category') return isDistinctFrom(text(online), text(offline));
  const far: Expression = gt(abs(minus(number(online), number(offline))), {
    kind: 'arithmetic',
    operator: '+',
    left: { kind: 'literal', value: sameWithin },
    right: {
      kind: 'arithmetic',
      operator: '*',
      left: { kind: 'literal', value: sameWithin },
      right: abs(number(offline)),
    },
  });
  return any(
    all(isNull(online), isNotNull(offline)),
    all(isNotNull(online), isNull(offline)),
    all(isNotNull(online), isNotNull(offline), far),
  );
}

/** Share of requests whose served value is not the one that the offline code computes. */
export function parityCarriers(model: ModelConfig, profiles: readonly FeatureProfile[]): Carrier[] {
  if (model.offline_features === undefined) return [];
  return profiles
    .filter((profile) => model.predictions.features.includes(profile.name))
    .map((profile) => ({
      id: `parity:${profile.name}`,
      words: `share of ${profile.name} that differs from offline`,
      subject: { kind: 'feature' as const, name: profile.name },
      tier: 'defect' as const,
      source: 'parity' as const,
      quantity: { kind: 'share' as const, event: () => mismatch(profile) },
    }));
}
