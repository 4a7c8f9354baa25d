import { z } from 'zod';
import { hasFields, type AlertFormat } from '../format.ts';
import { readReports } from '../read-reports.ts';
import type { Report } from '../report.ts';
import { ListedAlert, listedReport, listOf } from '../listed-alert.ts';

const Body = z.looseObject({
  version: z.literal('4', { error: 'expected "4", the version of Alertmanager\'s webhook' }),
  alerts: listOf(ListedAlert),
});

/**
 * Prometheus Alertmanager, webhook version 4.
 * Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export const alertmanager: AlertFormat = {
  name: 'alertmanager',
  title: 'Prometheus Alertmanager',
  looksLike: (body) =>
    hasFields(body, 'alerts', 'version') && body['version'] === '4' && !hasFields(body, 'orgId'),
  eventId: () => null,
  parse: readReports(Body, {
    reports: ({ alerts }) => alerts.map(reportOf),
    hint: 'Point a webhook_config of Alertmanager 0.16 or newer at this address, without a payload template.',
  }),
};

function reportOf(entry: z.infer<typeof ListedAlert>): Report {
  const { annotations, generatorURL } = entry;
  const { runbook_url: runbook, dashboard_url: dashboardUrl, dashboard } = annotations;
  return {
    ...listedReport(entry),
    source: 'alertmanager',
    links: [runbook, dashboardUrl, dashboard, generatorURL],
  };
}
