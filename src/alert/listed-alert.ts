import { z } from 'zod';
import { labelsFingerprint } from './fingerprint.ts';
import { Moment } from './moment.ts';
import { numberNamed, type Report } from './report.ts';

const Texts = z.record(z.string(), z.string());

/** One alert of a list, as Alertmanager has it and Grafana took it over. */
export const ListedAlert = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: Texts,
  annotations: Texts.default({}),
  startsAt: Moment,
  endsAt: Moment,
  generatorURL: z.string().nullish(),
  fingerprint: z.string().nullish(),
});

/** Every entry is an alert of its own with its own status: a group that is still firing may carry resolved ones. */
export function listOf<Entry extends z.ZodType>(entry: Entry) {
  return z.array(entry).min(1, 'expected at least one alert').max(1000, 'expected at most 1000 alerts');
}

/** What labels and annotations say by the names that are usual in both. */
export function listedReport(entry: z.infer<typeof ListedAlert>): Omit<Report, 'source' | 'links'> {
  const { labels, annotations } = entry;
  const name = labels['alertname'] ?? null;
  return {
    status: entry.status,
    fingerprint: entry.fingerprint || labelsFingerprint(labels),
    name,
    title: annotations['summary'] ?? annotations['title'] ?? name ?? '',
    summary: annotations['description'] ?? annotations['message'] ?? annotations['summary'] ?? '',
    labels,
    severity: labels['severity'] ?? labels['priority'] ?? null,
    value: numberNamed(annotations, 'value', 'current'),
    baseline: numberNamed(annotations, 'baseline', 'expected'),
    startedAt: entry.startsAt,
    endedAt: entry.endsAt,
  };
}
