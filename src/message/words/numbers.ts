import type { Measurement, Symptom } from '../../symptom/symptom.ts';

type Unit = Symptom['unit'];

/** A value as people read it: `0.861`, `18.0 %`, `904 ms`, `2 h 5 min`. */
export function inWords(value: number, unit: Unit): string {
  switch (unit) {
    case 'score':
    case 'psi':
      return value.toFixed(3);
    case 'share':
      return percent(value);
    case 'ms':
      return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`;
    case 'seconds':
      return duration(value);
    case 'count':
      return Math.round(value).toLocaleString('en');
    case 'value':
      return Number(value.toPrecision(4)).toLocaleString('en', { maximumSignificantDigits: 4 });
  }
}

/** `0.861 (0.855–0.867)`; without an interval only the value. */
export function withInterval(measurement: Measurement, unit: Unit): string {
  const { value, low, high } = measurement;
  if (low === null || high === null) return inWords(value, unit);
  // A dash between negative numbers is read as one more minus.
  const to = low < 0 || high < 0 ? ' to ' : '–';
  return `${inWords(value, unit)} (${inWords(low, unit)}${to}${inWords(high, unit)})`;
}

/** The difference of two values in the unit of both: shares differ by points, not by a percentage of themselves. */
export function differenceInWords(measurement: Measurement, unit: Unit): string {
  const sign = measurement.value > 0 ? '+' : '';
  const words = withInterval(measurement, unit);
  return `${sign}${unit === 'share' ? `${words.replaceAll(' %', '')} points` : words}`;
}

/** A share as a percentage with as many digits as it can carry: `18 %`, `4.2 %`, `0.03 %`. */
export function percent(share: number): string {
  const value = share * 100;
  const size = Math.abs(value);
  if (size === 0) return '0 %';
  if (size >= 99.95 || (size >= 10 && Number.isInteger(Number(value.toFixed(1)))))
    return `${value.toFixed(0)} %`;
  if (size >= 1) return `${value.toFixed(1)} %`;
  return `${Number(value.toPrecision(2))} %`;
}

/** `45 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const sign = seconds < 0 ? '−' : '';
  if (whole < 60) return `${sign}${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${sign}${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${sign}${hours} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
  const days = Math.floor(hours / 24);
  return `${sign}${days} d${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
}

/** `14:05 UTC`, or with the date where the day matters. */
export function clock(at: Date, relativeTo?: Date): string {
  const iso = at.toISOString();
  const sameDay = relativeTo === undefined || iso.slice(0, 10) === relativeTo.toISOString().slice(0, 10);
  return sameDay ? `${iso.slice(11, 16)} UTC` : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `country=BR, device=ios`; the empty segment is all traffic. */
export function segmentWords(segment: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(segment).map(([dimension, value]) => `${dimension}=${String(value)}`);
  return parts.length === 0 ? 'all traffic' : parts.join(', ');
}
