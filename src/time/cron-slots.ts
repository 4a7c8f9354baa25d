import type { Cron } from './cron.ts';
import { instantsOf, localDay } from './time-zone.ts';
import type { Day } from './time-zone.ts';

const DAY = 86_400_000;
/** The 29th of February may be eight years away. */
const FARTHEST_DAYS = 9 * 366;

/** The last moment at or before `at` when the expression fires in this time zone. */
export function slotAtOrBefore(cron: Cron, zone: string, at: Date): Date | null {
  for (const day of daysFrom(localDay(at, zone), -1)) {
    const slots = slotsOfDay(cron, zone, day).filter((slot) => slot <= at.getTime());
    if (slots.length > 0) return new Date(Math.max(...slots));
  }
  return null;
}

/** The next moment after `at`. */
export function slotAfter(cron: Cron, zone: string, at: Date): Date | null {
  for (const day of daysFrom(localDay(at, zone), 1)) {
    const slots = slotsOfDay(cron, zone, day).filter((slot) => slot > at.getTime());
    if (slots.length > 0) return new Date(Math.min(...slots));
  }
  return null;
}

/** All moments in `(after, until]`, at most `most` of them, oldest first. */
export function slotsBetween(
  cron: Cron,
  zone: string,
  span: { readonly after: Date; readonly until: Date; readonly most: number },
): readonly Date[] {
  const found: Date[] = [];
  for (const day of daysFrom(localDay(span.after, zone), 1)) {
    if (Date.UTC(day.year, day.month - 1, day.day) > span.until.getTime() + DAY) break;
    for (const slot of slotsOfDay(cron, zone, day).toSorted((a, b) => a - b)) {
      if (slot <= span.after.getTime()) continue;
      if (slot > span.until.getTime() || found.length >= span.most) return found;
      found.push(new Date(slot));
    }
  }
  return found;
}

/**
 * The moments of one local day. A fixed time that a change of the clocks leaves out comes within the hour after the change, and one that it
 * repeats comes once; an expression for every hour follows the hours as they really pass.
 */
function slotsOfDay(cron: Cron, zone: string, day: Day): readonly number[] {
  if (!fits(cron, day)) return [];
  const slots = new Set<number>();
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const { real, instead } = instantsOf({ ...day, hour, minute }, zone);
      if (cron.hourly) for (const instant of real) slots.add(instant);
      else slots.add(real[0] ?? instead);
    }
  }
  return [...slots];
}

function fits(cron: Cron, { year, month, day }: Day): boolean {
  if (!cron.months.has(month)) return false;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const [isDay, isWeekday] = [cron.days.has(day), cron.weekdays.has(weekday)];
  return cron.eitherDay ? isDay || isWeekday : isDay && isWeekday;
}

/** Local days from this one on, or back; one more on the near side, as the zone may be at another day there. */
function* daysFrom(first: Day, step: 1 | -1): Generator<Day> {
  const start = Date.UTC(first.year, first.month - 1, first.day);
  for (let count = -1; count < FARTHEST_DAYS; count += 1) {
    const date = new Date(start + step * count * DAY);
    yield { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }
}
