import { askCheck } from '../checks/ask.ts';
import type { CheckContext } from '../checks/check.ts';
import { influence } from '../checks/influence.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { profileFeatures } from '../checks/features/profile.ts';
import type { FeatureProfile } from '../checks/features/profile.ts';
import type { Window } from '../time/window.ts';

/** What features look like and how much each moves the score: measured some times a day, and not anew for every run. */
export type KnownProfiles = {
  readonly profiles: Map<string, readonly FeatureProfile[]>;
  /** Features by how much of the score's variance they explain, most first. */
  readonly ranks: Map<string, readonly string[]>;
};

export function noProfilesYet(): KnownProfiles {
  return { profiles: new Map(), ranks: new Map() };
}

const QUARTER_DAY = 6 * 3_600_000;
/** A month of quarter days of some models: what is older is measured again should it be needed. */
const most = 500;

/** Profiles of the model's features from a baseline that ends at the last quarter of a day before the run's own does. */
export function* profilesOf(context: CheckContext, known: KnownProfiles): Inquiry<readonly FeatureProfile[]> {
  const baseline = earlier(context.windows.baseline);
  const key = keyOf(context, baseline);
  const found = known.profiles.get(key);
  if (found !== undefined) return found;
  const profile = yield* profileFeatures({ model: context.model, windows: { baseline } });
  if (profile.length > 0) keep(known.profiles, key, profile);
  return profile;
}

/** The profiles of the features that move the score most; all of them where that cannot be measured. */
export function* strongestFeatures(
  context: CheckContext,
  count: number,
  known: KnownProfiles,
): Inquiry<readonly FeatureProfile[]> {
  const baseline = earlier(context.windows.baseline);
  const key = keyOf(context, baseline);
  const ranked = known.ranks.get(key) ?? (yield* rank({ ...context, segment: {} }, baseline));
  if (ranked.length === 0) return context.profile;
  keep(known.ranks, key, ranked);
  const top = new Set(ranked.slice(0, count));
  return context.profile.filter(({ name }) => top.has(name));
}

/** Ranked in the baseline, halved into the two windows that the check compares: the run's own window may be the broken one. */
function* rank(context: CheckContext, baseline: Window): Inquiry<readonly string[]> {
  const middle = new Date((baseline.from.getTime() + baseline.to.getTime()) / 2);
  const windows = {
    ...context.windows,
    baseline: { from: baseline.from, to: middle },
    incident: { from: middle, to: baseline.to },
  };
  const { findings } = yield* askCheck(influence, { ...context, windows });
  return findings.toSorted((a, b) => (b.before ?? 0) - (a.before ?? 0)).map(({ subject }) => subject.name);
}

function earlier({ from, to }: Window): Window {
  const back = to.getTime() % QUARTER_DAY;
  return { from: new Date(from.getTime() - back), to: new Date(to.getTime() - back) };
}

function keyOf({ modelName }: CheckContext, { from, to }: Window): string {
  return [modelName, from.toISOString(), to.toISOString()].join(' ');
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
