import { z } from 'zod';
import { hasFields, type AlertFormat } from '../format.ts';
import { readReports } from '../read-reports.ts';
import { numberNamed, type Report } from '../report.ts';
import { ListedAlert, listedReport, listOf } from '../listed-alert.ts';

const Entry = ListedAlert.extend({
  dashboardURL: z.string().nullish(),
  panelURL: z.string().nullish(),
  /** Values of the rule's queries and expressions by their letter; null when the rule had no data. */
  values: z.record(z.string(), z.unknown()).nullish(),
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
  parse: readReports(z.looseObject({ alerts: listOf(Entry) }), {
    reports: ({ alerts }) => alerts.map(reportOf),
    hint: 'Use a webhook contact point of Grafana 9 or newer with the default payload; legacy dashboard alerts are not read.',
  }),
};

function reportOf(entry: z.infer<typeof Entry>): Report {
  const report = listedReport(entry);
  return {
    ...report,
    source: 'grafana',
    value: report.value ?? onlyValue(entry.values ?? {}),
    links: [entry.annotations['runbook_url'], entry.dashboardURL, entry.panelURL, entry.generatorURL],
  };
}

/** With several values nobody but the rule's author knows which one is the metric and which is the 0 or 1 of the threshold. */
function onlyValue(values: Readonly<Record<string, unknown>>): number | null {
  const names = Object.keys(values);
  return names.length === 1 ? numberNamed(values, ...names) : null;
}
