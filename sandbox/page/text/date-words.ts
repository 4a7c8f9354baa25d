const options: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  day_divider_pretty: { weekday: 'long', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hour12: false },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
};

/** Slack's date formats in the reader's own time: `{date_short_pretty} at {time}`. Unknown tokens stay as they are. */
export function dateWords(seconds: number, format: string): string {
  const date = new Date(seconds * 1000);
  return format.replaceAll(/\{(?<token>\w+)\}/gu, (whole, token: string) => {
    if (token === 'ago') return agoWords(seconds);
    if (token === 'date_num') return date.toLocaleDateString('sv-SE');
    const known = options[token] ?? options[token.replace(/_pretty$/u, '')];
    return known ? new Intl.DateTimeFormat('en-GB', known).format(date) : whole;
  });
}

/** `14:36` */
export function clockWords(ts: string): string {
  return dateWords(Number(ts), '{time}');
}

/** The day a message was written on, as the line between two days names it. */
export function dayWords(ts: string): string {
  return dateWords(Number(ts), '{day_divider_pretty}');
}

/** The whole moment, for a tooltip. */
export function momentWords(ts: string): string {
  return dateWords(Number(ts), '{date_long} at {time_secs}');
}

function agoWords(seconds: number): string {
  const minutes = Math.round((Date.now() / 1000 - seconds) / 60);
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return words.format(-minutes, 'minute');
  if (Math.abs(minutes) < 48 * 60) return words.format(-Math.round(minutes / 60), 'hour');
  return words.format(-Math.round(minutes / 1440), 'day');
}
