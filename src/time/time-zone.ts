export type Day = { readonly year: number; readonly month: number; readonly day: number };
export type LocalTime = Day & { readonly hour: number; readonly minute: number };

const formats = new Map<string, Intl.DateTimeFormat>();

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day of a moment in a time zone. */
export function localDay(at: Date, zone: string): Day {
  const local = new Date(localMilliseconds(at.getTime(), zone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/**
 * The moments at which a clock there shows this time, earliest first: one as a rule, two where the clocks are set back, none
 * where they are set forward; `instead` is then the moment at which it would have come by the old clock.
 */
export function instantsOf(
  time: LocalTime,
  zone: string,
): { readonly real: readonly number[]; readonly instead: number } {
  const shown = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
  if (zone === 'UTC') return { real: [shown], instead: shown };
  const offsets = [-DAY, DAY].map((away) => offsetAt(shown + away, zone));
  const candidates = [...new Set(offsets.map((offset) => shown - offset))].toSorted((a, b) => a - b);
  const real = candidates.filter((instant) => localMilliseconds(instant, zone) === shown);
  return { real, instead: shown - (offsets[0] ?? 0) };
}

const DAY = 86_400_000;

function offsetAt(instant: number, zone: string): number {
  return localMilliseconds(instant, zone) - instant;
}

/** What a clock there shows, as if it were UTC. */
function localMilliseconds(instant: number, zone: string): number {
  if (zone === 'UTC') return instant;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const whole = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return whole + (instant - Math.floor(instant / 1000) * 1000);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
