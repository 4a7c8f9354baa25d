import type { Alert, Segment } from './alert.ts';
import type { Known } from './known.ts';
import { readMetric } from './metric-words.ts';
import { wordsOf } from './words.ts';

/**
 * The key of the incident that an alert belongs to: `deposit/model-metric/auc`, with `/column:country` and
 * `/where:country=BR&device=ios` when the alert is limited to them. It is built from what the alert is about and not from
 * who sent it, so two monitors that say the same meet in one incident. An alert whose model or metric is unknown can only
 * be told apart by its sender's identity, which the key then carries. Parts are escaped as in a URL, so none can forge another.
 */
export function incidentKey(alert: Alert, known: Known): string {
  const model = known.models.find(({ name }) => name === alert.model);
  const metric = alert.metric === null ? null : metricPart(alert.metric, model?.kpi ?? null);
  const identified = alert.model !== null && metric !== null;
  return [
    alert.model === null ? '-' : escape(alert.model),
    alert.signal,
    metric ?? '-',
    ...(alert.column === null ? [] : [`column:${escape(alert.column)}`]),
    ...(Object.keys(alert.segment).length === 0 ? [] : [`where:${segmentPart(alert.segment)}`]),
    ...(identified ? [] : [`alert:${escape(alert.source)}:${escape(alert.fingerprint)}`]),
  ].join('/');
}

/** One spelling for every word that means the same metric; an unknown word stands for itself. */
function metricPart(word: string, kpi: string | null): string | null {
  const reading = readMetric(word, kpi);
  if (reading.metric !== null) return reading.metric;
  const spelled = wordsOf(word).join('_');
  return spelled === '' ? null : `~${escape(spelled)}`;
}

/** Columns in alphabetical order; a text and a number that look alike stay apart. */
function segmentPart(segment: Segment): string {
  return Object.entries(segment)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([column, value]) =>
        `${escape(column)}=${typeof value === 'string' ? escape(value) : `!${String(value)}`}`,
    )
    .join('&');
}

/** Percent-escapes everything but letters, digits, `.` and `_`, and `-` unless it stands alone, where it would mean "unknown". */
function escape(text: string): string {
  if (text === '-') return '%2D';
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
