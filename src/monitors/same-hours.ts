import type { Window, Windows } from '../time/window.ts';

const DAY = 86_400_000;
/** Fewer days than this are no season. */
const FEWEST_DAYS = 3;

/**
 * The incident window and the same hours of every day of the baseline, so that an evening is compared with evenings; undefined
 * where the window has all hours in it, or the baseline too few days.
 */
export function sameHours({
  baseline,
  incident,
}: Pick<Windows, 'baseline' | 'incident'>): readonly Window[] | undefined {
  const [from, to] = [incident.from.getTime(), incident.to.getTime()];
  if (to - from >= DAY) return undefined;
  const days: Window[] = [];
  for (let back = DAY; from - back >= baseline.from.getTime(); back += DAY)
    days.push({ from: new Date(from - back), to: new Date(to - back) });
  return days.length < FEWEST_DAYS ? undefined : [incident, ...days];
}
