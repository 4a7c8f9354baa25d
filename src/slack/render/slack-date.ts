/**
 * A moment as Slack's date token, shown in each reader's own time zone; where tokens are not understood, in UTC.
 * Seconds are dropped, as people speak of minutes.
 */
export function slackDate(time: Date, style: 'clock' | 'date-clock'): string {
  const seconds = Math.floor(time.getTime() / 1000);
  switch (style) {
    case 'clock':
      return `<!date^${seconds}^{time}|${utcText(time, style)}>`;
    case 'date-clock':
      return `<!date^${seconds}^{date_short_pretty} {time}|${utcText(time, style)}>`;
  }
}

/** `14:05 UTC` or `2026-11-22 14:05 UTC`. */
function utcText(time: Date, style: 'clock' | 'date-clock'): string {
  const iso = time.toISOString();
  const clock = `${iso.slice(11, 16)} UTC`;
  return style === 'clock' ? clock : `${iso.slice(0, 10)} ${clock}`;
}
