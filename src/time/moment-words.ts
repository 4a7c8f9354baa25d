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
  const said = phrase.replace(/[,:;]$/, '');
  const clock = /^(?:at )?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:z|utc| utc)?$/i.exec(said);
  if (clock !== null) return lastTimeOfDay(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), now);
  const ago = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|d)\s*ago$/i.exec(said);
  if (ago !== null)
    return possible(new Date(now.getTime() - Number(ago[1]) * secondsOf(ago[2] ?? 's') * 1000));
  const iso = ISO.exec(said);
  return iso === null ? momentInEnglish(said, now) : isoMoment(said, iso);
}

const ISO = /^\d{4}-\d{2}-(\d{2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(z|[+-]\d{2}:?\d{2})?)?$/i;

function isoMoment(said: string, [, day = '', zone]: RegExpExecArray): Date | null {
  // JavaScript reads the 31st of February as the 3rd of March.
  if (new Date(`${said.slice(0, 10)}T00:00Z`).getUTCDate() !== Number(day)) return null;
  return possible(new Date(said.length <= 10 || zone !== undefined ? said : `${said.replace(' ', 'T')}Z`));
}

/**
 * English words name a moment only when they say the hour: "may be the cache", "sun exporter restarted" and "1/2 of the
 * hosts" begin with words that could be dates and are none.
 */
function momentInEnglish(said: string, now: Date): Date | null {
  if (/^(?:at )?midnight$/i.test(said)) return lastTimeOfDay(0, 0, 0, now);
  if (/^(?:at )?noon$/i.test(said)) return lastTimeOfDay(12, 0, 0, now);
  const [found] = chrono.en.GB.parse(said, { instant: now, timezone: 'UTC' });
  if (found === undefined || found.index !== 0 || found.text.length !== said.length) return null;
  const { start } = found;
  if (!start.isCertain('hour') && !/\bago$|^now$|^yesterday$/i.test(said)) return null;
  const at = start.date();
  const namesDay = start.isCertain('day') || start.isCertain('weekday');
  return possible(at > now && !namesDay ? new Date(at.getTime() - 86_400_000) : at);
}

/** Null for a moment outside the time that a Date can hold. */
const possible = (at: Date): Date | null => (Number.isNaN(at.getTime()) ? null : at);

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
