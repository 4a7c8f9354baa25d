import * as chrono from 'chrono-node';

export type SaidMoment = { readonly at: Date; readonly rest: readonly string[] };

const LONGEST_PHRASE = 4;

/**
 * Reads the moment that the first words say: `14:05` (today, or yesterday when that is still to come), `2h ago`,
 * `yesterday 9:15`, ISO-8601. Times without a zone are UTC. Null when the words do not begin with a moment.
 */
export function momentOf(words: readonly string[], now: Date): SaidMoment | null {
  for (let length = Math.min(LONGEST_PHRASE, words.length); length > 0; length--) {
    const at = momentIn(words.slice(0, length).join(' '), now);
    if (at !== null) return { at, rest: words.slice(length) };
  }
  return null;
}

function momentIn(phrase: string, now: Date): Date | null {
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:z|utc)?$/i.exec(phrase);
  if (clock !== null) return lastTimeOfDay(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), now);
  const ago = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|d)\s*ago$/i.exec(phrase);
  if (ago !== null) return new Date(now.getTime() - Number(ago[1]) * secondsOf(ago[2] ?? 's') * 1000);
  const iso = /^\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(z|[+-]\d{2}:?\d{2})?)?$/i.exec(
    phrase,
  );
  if (iso !== null) {
    const at = new Date(
      phrase.length <= 10 || iso[1] !== undefined ? phrase : `${phrase.replace(' ', 'T')}Z`,
    );
    return Number.isNaN(at.getTime()) ? null : at;
  }
  const [found] = chrono.en.GB.parse(phrase, { instant: now, timezone: 'UTC' });
  return found !== undefined && found.index === 0 && found.text.length === phrase.length
    ? found.start.date()
    : null;
}

function lastTimeOfDay(hours: number, minutes: number, seconds: number, now: Date): Date | null {
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hours, minutes, seconds);
  return new Date(today <= now.getTime() ? today : today - 86_400_000);
}

function secondsOf(unit: string): number {
  switch (unit.toLowerCase()) {
    case 's':
      return 1;
    case 'h':
      return 3600;
    case 'd':
      return 86_400;
  }
  return 60;
}
