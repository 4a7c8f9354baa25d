import type { Injected, Watch } from './fault.ts';
import { overLimit, readMonitor } from './monitors.ts';
import type { Span } from './monitors.ts';
import type { Scene } from './scene.ts';
import { minutes } from './workbench.ts';

export type Fired = Watch & { readonly at: Date; readonly value: number; readonly baseline: number };

/**
 * The monitor that fires first, 12 to 70 minutes after the onset; each looks at the last hour every six minutes. Only
 * those watch that the fault moves at all, as a look back from the end shows. When none fires, somebody looks at 55 to
 * 70 minutes and sends what is furthest from what it was. A false alarm is the first bad hour of a quiet stretch.
 */
export async function chooseAlert(scene: Scene, injected: Injected): Promise<Fired> {
  const { random, onset } = scene;
  if (injected.fires !== undefined) return { ...injected.fires, at: minutes(onset, random.whole(12, 70)) };
  const quiet = injected.begins === false;
  const all = await Promise.all(
    (quiet ? injected.watches : random.shuffle(injected.watches)).map(async (watch) =>
      withBaseline(scene, watch),
    ),
  );
  const watches = quiet ? all : await moved(scene, all);
  const offset = random.whole(0, 4);
  const moments = quiet
    ? falseAlarmMoments(scene)
    : Array.from({ length: 10 }, (_, k) => minutes(onset, 12 + offset + 6 * k));
  let furthest: Reading | null = null;
  for (const at of moments)
    for (const watch of watches) {
      const reading = await readAt(scene, watch, {
        from: minutes(at, watch.metric === 'freshness' ? -15 : -60),
        to: at,
      });
      if (reading === null) continue;
      if (reading.over >= 1) return reading;
      if (furthest === null || reading.over > furthest.over) furthest = reading;
    }
  if (furthest === null) throw new Error('no monitor could read anything');
  return quiet ? furthest : { ...furthest, at: late(scene, furthest) };
}

type Reading = Fired & { readonly over: number };

/** A monitor with what it read before the onset; null where it goes by the same hours of other days. */
type Watched = Watch & { readonly before: number | null };

async function withBaseline(scene: Scene, watch: Watch): Promise<Watched> {
  const byHour = ['volume', 'label_count'].includes(watch.metric);
  const before = byHour ? null : await readMonitor(scene, watch, { from: scene.start, to: scene.onset });
  return { ...watch, before };
}

async function readAt(scene: Scene, { before, ...watch }: Watched, span: Span): Promise<Reading | null> {
  const value = await readMonitor(scene, watch, span);
  const baseline = before ?? (await usual(scene, watch, span));
  if (value === null || baseline === null) return null;
  return { ...watch, at: span.to, value, baseline, over: overLimit(watch.metric, baseline, value) };
}

/** The monitors that are at least halfway to their limit over the whole time after the onset, or the one that is furthest. */
async function moved(scene: Scene, watches: readonly Watched[]): Promise<readonly Watched[]> {
  const whole = { from: scene.onset, to: scene.end };
  const readings = await Promise.all(
    watches.map(async (watch) => ({ watch, over: (await readAt(scene, watch, whole))?.over ?? 0 })),
  );
  const far = readings.filter(({ over }) => over >= 0.5);
  const most = readings.toSorted((a, b) => b.over - a.over).slice(0, 1);
  return (far.length > 0 ? far : most).map(({ watch }) => watch);
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

/** What is usual at the same time of day on the days before. */
async function usual(scene: Scene, watch: Watch, span: Span): Promise<number | null> {
  const days = [1, 2, 3].map((back) => -back * 1440);
  const values = await Promise.all(
    days.map(async (by) =>
      readMonitor(scene, watch, { from: minutes(span.from, by), to: minutes(span.to, by) }),
    ),
  );
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
}
