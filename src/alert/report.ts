import type { Alert, AlertSource, Segment } from './alert.ts';
import { derivedFingerprint } from './fingerprint.ts';
import type { Known } from './known.ts';
import { webLinks } from './links.ts';
import { readMetric, type MetricReading } from './metric-words.ts';
import { numberFrom, numbersInText } from './numbers.ts';
import { recogniseColumn } from './recognise-column.ts';
import { recogniseModel, saidModel, type Clues } from './recognise-model.ts';
import { recogniseSegment } from './recognise-segment.ts';
import { cleanText, longest } from './sanitize.ts';
import { readSeverity } from './severity-words.ts';

/** What a sender said about one thing, before anything is recognised in it: the same for every format. */
export type Report = {
  readonly source: AlertSource;
  readonly status: Alert['status'];
  /** The sender's identity for it; null when the format has none. */
  readonly fingerprint: string | null;
  /** The short name of the rule or monitor, such as `ModelAucLow`. */
  readonly name: string | null;
  readonly title: string;
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly parts?: readonly string[];
  /** More places where a model may be named, such as the service. */
  readonly places?: readonly string[];
  readonly severity: string | null;
  /** When the sender's severity is missing or not understood. */
  readonly severityOtherwise?: Alert['severity'];
  readonly segment?: Segment;
  readonly value: number | null;
  readonly baseline: number | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly links: readonly unknown[];
};

/**
 * The alert in a report: text cleaned, model, metric, column and segment recognised against what is known. What cannot be
 * recognised is null, never a guess. `receivedAt` stands in for a missing start.
 */
export function alertFrom(report: Report, known: Known, receivedAt: Date): Alert {
  const labels = cleanLabels(report.labels);
  const name = cleanText(report.name ?? '', longest.label);
  const title = cleanText(report.title, longest.title) || name || 'Alert without a title';
  const summary = cleanText(report.summary, longest.summary);
  const parts = (report.parts ?? []).map((part) => cleanText(part, longest.label));
  const places = (report.places ?? []).map((place) => cleanText(place, longest.label));
  const clues: Clues = { labels, parts, texts: [name, title, summary].filter((text) => text !== '') };

  const model = recogniseModel({ ...clues, texts: [...clues.texts, ...places] }, known);
  const { word, reading } = metricOf(clues, model?.kpi ?? null);
  const column = recogniseColumn(clues, model, reading.signal);
  const segment = {
    ...recogniseSegment(clues, model),
    ...knownSegment(report.segment ?? {}, model?.segments ?? []),
  };
  const stated = numbersInText(title);
  const further = numbersInText(summary);

  return {
    source: report.source,
    status: report.status,
    fingerprint:
      cleanText(report.fingerprint ?? '', longest.label) ||
      derivedFingerprint([model?.name ?? title, word ?? name, column, segment]),
    model: model?.name ?? null,
    ...(model === null ? { unknownModel: saidModel(labels) } : {}),
    signal: reading.signal,
    metric: word,
    column,
    segment,
    severity: readSeverity(report.severity) ?? report.severityOtherwise ?? 'warning',
    title,
    summary,
    value: report.value ?? stated.value ?? further.value,
    baseline: report.baseline ?? stated.baseline ?? further.baseline,
    startedAt: report.startedAt ?? receivedAt,
    ...(report.startedAt === null ? { undated: true } : {}),
    endedAt: report.status === 'resolved' ? (report.endedAt ?? receivedAt) : null,
    links: webLinks(report.links),
  };
}

const metricLabels = ['metric', 'metric_name', 'kpi', 'fishbone_metric'];

/** The sender's word for the metric: the metric label if there is one, otherwise the phrase understood in key, name or texts. */
function metricOf(
  clues: Clues,
  kpi: string | null,
): { readonly word: string | null; readonly reading: MetricReading } {
  const label = Object.entries(clues.labels).find(([name]) => metricLabels.includes(name.toLowerCase()))?.[1];
  if (label !== undefined && label !== '') return { word: label, reading: readMetric(label, kpi) };
  const said = [
    ...clues.parts.toReversed().map((part) => ({ word: part, reading: readMetric(part, kpi) })),
    ...clues.texts.map((text) => readMetric(text, kpi)).map((reading) => ({ word: reading.phrase, reading })),
  ];
  const first =
    said.find(({ reading }) => reading.metric !== null) ??
    said.find(({ reading }) => reading.phrase !== null);
  if (first === undefined) return { word: null, reading: readMetric(clues.texts.join(' '), kpi) };
  return said.find(({ reading }) => refines(reading, first.reading)) ?? first;
}

/** "p95 latency" in the summary is what the alert named "Serving latency" means. */
function refines(reading: MetricReading, general: MetricReading): boolean {
  const words = reading.phrase?.split(' ') ?? [];
  const known = general.phrase?.split(' ') ?? [];
  return (
    reading.metric !== null && words.length > known.length && known.every((word) => words.includes(word))
  );
}

function cleanLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels)
      .slice(0, 100)
      .map(([name, value]) => [cleanText(name, longest.label), cleanText(value, longest.label)]),
  );
}

/** Values of the model's own segment columns, spelled as the tables spell them. */
function knownSegment(said: Segment, columns: readonly string[]): Segment {
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => {
      const column = columns.find((known) => known.toLowerCase() === name.toLowerCase());
      if (column === undefined) return [];
      return [[column, typeof value === 'string' ? cleanText(value, longest.label) : value] as const];
    }),
  );
}

/** A value among annotations or details, by name. */
export function numberNamed(
  fields: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): number | null {
  for (const name of names) {
    const number = numberFrom(fields[name]);
    if (number !== null) return number;
  }
  return null;
}
