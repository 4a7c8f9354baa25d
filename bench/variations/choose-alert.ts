import type { Injected, Watch } from './fault.ts';
import { overLimit, readMonitor } from './monitors.ts';
import type { Scene } from './scene.ts';
import { minutes } from './workbench.ts';

export type Fired = Watch & { readonly at: Date; readonly value: number; readonly baseline: number };

/**
 * The monitor that fires first, 12 to 70 minutes after the onset; each looks at the last hour every six minutes. When
 * none does, somebody looks at 55 to 70 minutes and sends what is furthest from what it was. A false alarm is the worst
 * hour of a quiet stretch.
 */
export async function chooseAlert(scene: Scene, injected: Injected): Promise<Fired> {
  const { random, onset } = scene;
  const watches = injected.begins === false ? injected.watches : random.shuffle(injected.watches);
  const before = { from: scene.start, to: onset };
  const baselines = await Promise.all(watches.map(async (watch) => readMonitor(scene, watch, before)));
  const offset = random.whole(0, 4);
  const moments =
    injected.begins === false
      ? falseAlarmMoments(scene)
      : Array.from({ length: 10 }, (_, k) => minutes(onset, 12 + offset + 6 * k));
  let furthest: (Fired & { readonly over: number }) | null = null;
  for (const at of moments)
    for (const [place, watch] of watches.entries()) {
      const span = { from: minutes(at, watch.metric === 'freshness' ? -15 : -60), to: at };
      const value = await readMonitor(scene, watch, span);
      const baseline =
        watch.metric === 'volume' ? await usualVolume(scene, span) : (baselines[place] ?? null);
      if (value === null || baseline === null) continue;
      const over =
        watch.metric === 'psi' && injected.begins === false ? 0 : overLimit(watch.metric, baseline, value);
      const fired = { ...watch, at, value, baseline, over };
      if (over >= 1 && injected.begins !== false) return fired;
      if (furthest === null || over > furthest.over) furthest = fired;
    }
  if (furthest === null) throw new Error('no monitor could read anything');
  return injected.begins === false ? furthest : { ...furthest, at: late(scene, furthest) };
}

function late(scene: Scene, fired: Fired): Date {
  const at = minutes(scene.onset, scene.random.whole(55, 70));
  return at > fired.at ? at : fired.at;
}

/** Every half hour of the last part of the quiet stretch, but two hours of its end. */
function falseAlarmMoments(scene: Scene): readonly Date[] {
  const count = Math.floor((scene.end.getTime() - scene.onset.getTime()) / 1_800_000) - 8;
  return Array.from({ length: Math.max(4, count) }, (_, k) => minutes(scene.onset, 60 + 30 * k));
}

/** The volume of the same time of day on the days before. */
async function usualVolume(
  scene: Scene,
  span: { readonly from: Date; readonly to: Date },
): Promise<number | null> {
  const days = [1, 2, 3].map((back) => -back * 1440);
  const values = await Promise.all(
    days.map(async (by) =>
      readMonitor(scene, { metric: 'volume' }, { from: minutes(span.from, by), to: minutes(span.to, by) }),
    ),
  );
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
}
