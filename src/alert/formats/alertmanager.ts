import { z } from 'zod';
import { labelsFingerprint } from '../fingerprint.ts';
import { hasFields, type AlertFormat } from '../format.ts';
import { Moment } from '../moment.ts';
import { problemsOf } from '../problems.ts';
import { alertFrom, numberNamed, type Report } from '../report.ts';

const Texts = z.record(z.string(), z.string());

const Entry = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: Texts,
  annotations: Texts.default({}),
  startsAt: Moment,
  endsAt: Moment,
  generatorURL: z.string().nullish(),
  fingerprint: z.string().nullish(),
});
type Entry = z.infer<typeof Entry>;

const Body = z.looseObject({
  version: z.literal('4', { error: 'expected "4", the version of Alertmanager\'s webhook' }),
  alerts: z.array(Entry).min(1, 'expected at least one alert').max(1000, 'expected at most 1000 alerts'),
});

/**
 * Prometheus Alertmanager, webhook version 4. Every entry of `alerts` is an alert of its own with its own status: a group
 * that is still firing may carry resolved ones.
 * Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export const alertmanager: AlertFormat = {
  name: 'alertmanager',
  title: 'Prometheus Alertmanager',
  looksLike: (body) =>
    hasFields(body, 'alerts', 'version') && body['version'] === '4' && !hasFields(body, 'orgId'),
  eventId: () => null,
  parse(body, { known, receivedAt }) {
    const read = Body.safeParse(body);
    if (!read.success) {
      return {
        kind: 'malformed',
        problems: problemsOf(read.error),
        hint: 'Point a webhook_config of Alertmanager 0.16 or newer at this address, without a payload template.',
      };
    }
    return {
      kind: 'alerts',
      alerts: read.data.alerts.map((entry) => alertFrom(reportOf(entry), known, receivedAt)),
      skipped: null,
    };
  },
};

function reportOf(entry: Entry): Report {
  const { labels, annotations } = entry;
  const name = labels['alertname'] ?? null;
  return {
    source: 'alertmanager',
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
    links: [
      annotations['runbook_url'],
      annotations['dashboard_url'],
      annotations['dashboard'],
      entry.generatorURL,
    ],
  };
}
