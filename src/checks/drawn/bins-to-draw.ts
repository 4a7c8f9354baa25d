import type { BinCounts } from '../compare/compare-categories.ts';
import type { DrawnBin } from './drawn.ts';
import type { FeatureProfile } from '../features/profile.ts';

/** More bins than this nobody tells apart; the smallest are put together. */
const mostBins = 16;
const special = { null: 'null', below: 'below', above: 'above', unseen: 'unseen' } as const;
type Special = keyof typeof special;
const isSpecial = (key: string): key is Special => Object.hasOwn(special, key);

/**
 * The bins of one feature as a person reads them: values in their order (categories by frequency before), what was out of
 * range at its side, then the unseen and the nulls.
 */
export function binsToDraw(counts: BinCounts, profile: FeatureProfile): readonly DrawnBin[] {
  const all = [...counts].map(([key, { before, after }]) => ({ key, before, after }));
  const values = all.filter(({ key }) => !isSpecial(key));
  const ordinary = profile.kind === 'number' ? ranges(values, profile) : categories(values);
  const named = (kind: Special, label: string): readonly DrawnBin[] =>
    all.filter(({ key }) => key === kind).map(({ before, after }) => ({ label, kind, before, after }));
  const [low, high] = profile.kind === 'number' ? [profile.min, profile.max] : [0, 0];
  return [
    ...named('below', `below ${short(low)}`),
    ...ordinary,
    ...named('above', `above ${short(high)}`),
    ...named('unseen', 'never seen before'),
    ...named('null', 'null'),
  ];
}

type Counted = { readonly key: string; readonly before: number; readonly after: number };

function ranges(
  values: readonly Counted[],
  profile: Extract<FeatureProfile, { kind: 'number' }>,
): readonly DrawnBin[] {
  const { edges, min, max } = profile;
  return values
    .toSorted((a, b) => Number(a.key) - Number(b.key))
    .map(({ key, before, after }) => {
      const bin = Number(key);
      const [from, to] = [edges[bin - 1] ?? min, edges[bin] ?? max];
      return { label: `${short(from)} to ${short(to)}`, kind: 'value', before, after };
    });
}

function categories(values: readonly Counted[]): readonly DrawnBin[] {
  const sorted = values.toSorted((a, b) => b.before - a.before || b.after - a.after);
  const kept = sorted.length > mostBins ? sorted.slice(0, mostBins - 1) : sorted;
  const rest = sorted.slice(kept.length);
  return [
    ...kept.map(({ key, before, after }) => ({
      label: key.slice(0, longestLabel),
      kind: 'value' as const,
      before,
      after,
    })),
    ...(rest.length === 0
      ? []
      : [
          {
            label: `${rest.length} others`,
            kind: 'rest' as const,
            before: rest.reduce((sum, one) => sum + one.before, 0),
            after: rest.reduce((sum, one) => sum + one.after, 0),
          },
        ]),
  ];
}

/** Kept in the log for ever, drawn shorter still. */
const longestLabel = 60;

const short = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: 4, useGrouping: false });
