const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
];
const mostTicks = 5;

/** Round moments (UTC) to write at a time axis, few enough for a phone, none so near an edge that it would be cut. */
export function timeTicks(from: Date, to: Date): readonly number[] {
  const span = to.getTime() - from.getTime();
  const step = steps.find((each) => span / each <= mostTicks) ?? Math.ceil(span / mostTicks / day) * day;
  const ticks: number[] = [];
  for (let at = Math.ceil(from.getTime() / step) * step; at <= to.getTime(); at += step) {
    if (at - from.getTime() >= span * 0.03 && to.getTime() - at >= span * 0.03) ticks.push(at);
  }
  return ticks;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14:30`; at midnight and at the first tick the day as well, so that nobody asks which 14:30. */
export function tickWords(value: number, ticks: readonly number[]): string {
  const at = new Date(value);
  const date = `${months[at.getUTCMonth()] ?? ''} ${at.getUTCDate()}`;
  if (value % day === 0) return date;
  const time = at.toISOString().slice(11, 16);
  return value === ticks[0] ? `${time}\n${date}` : time;
}
