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
  dashboardURL: z.string().nullish(),
  panelURL: z.string().nullish(),
  fingerprint: z.string().nullish(),
  /** Values of the rule's queries and expressions by their letter; null when the rule had no data. */
  values: z.record(z.string(), z.unknown()).nullish(),
});
type Entry = z.infer<typeof Entry>;

const Body = z.looseObject({
  alerts: z.array(Entry).min(1, 'expected at least one alert').max(1000, 'expected at most 1000 alerts'),
});

/**
 * Grafana Alerting, webhook contact point with the default payload.
 * Source: https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export const grafana: AlertFormat = {
  name: 'grafana',
  title: 'Grafana Alerting',
  looksLike: (body) =>
    hasFields(body, 'alerts') && (hasFields(body, 'orgId') || hasFields(body, 'title', 'state')),
  eventId: () => null,
  parse(body, { known, receivedAt }) {
    const read = Body.safeParse(body);
    if (!read.success) {
      return {
        kind: 'malformed',
        problems: problemsOf(read.error),
        hint: 'Use a webhook contact point of Grafana 9 or newer with the default payload; legacy dashboard alerts are not read.',
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
    source: 'grafana',
    status: entry.status,
    fingerprint: entry.fingerprint || labelsFingerprint(labels),
    name,
    title: annotations['summary'] ?? name ?? '',
    summary: annotations['description'] ?? annotations['summary'] ?? '',
    labels,
    severity: labels['severity'] ?? labels['priority'] ?? null,
    value: numberNamed(annotations, 'value', 'current') ?? onlyValue(entry.values ?? {}),
    baseline: numberNamed(annotations, 'baseline', 'expected'),
    startedAt: entry.startsAt,
    endedAt: entry.endsAt,
    links: [annotations['runbook_url'], entry.dashboardURL, entry.panelURL, entry.generatorURL],
  };
}

/** With several values nobody but the rule's author knows which one is the metric and which is the 0 or 1 of the threshold. */
function onlyValue(values: Readonly<Record<string, unknown>>): number | null {
  const names = Object.keys(values);
  return names.length === 1 ? numberNamed(values, ...names) : null;
}
