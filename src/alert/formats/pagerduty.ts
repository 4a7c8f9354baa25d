import { z } from 'zod';
import { hasFields, type AlertFormat } from '../format.ts';
import { Moment } from '../moment.ts';
import { problemsOf } from '../problems.ts';
import { alertFrom, numberNamed, type Report } from '../report.ts';

const Reference = z.looseObject({ summary: z.string().nullish(), html_url: z.string().nullish() }).nullish();
const Details = z.record(z.string(), z.unknown());

const Incident = z.looseObject({
  id: z.string().min(1),
  status: z.enum(['triggered', 'acknowledged', 'resolved']).nullish(),
  title: z.string(),
  incident_key: z.string().nullish(),
  created_at: Moment,
  resolved_at: Moment,
  html_url: z.string().nullish(),
  service: Reference,
  priority: Reference,
  urgency: z.string().nullish(),
  custom_details: Details.nullish(),
  body: z.looseObject({ details: z.union([Details, z.string()]).nullish() }).nullish(),
});
type Incident = z.infer<typeof Incident>;

const Body = z.looseObject({
  event: z.looseObject({
    id: z.string().min(1),
    event_type: z.string().min(1),
    occurred_at: Moment,
    data: z.looseObject({ type: z.string().nullish() }).nullish(),
  }),
});

/**
 * PagerDuty, webhooks version 3. Every event whose data is an incident says that this incident fires, or, when it is
 * resolved, that it ended; events about notes, responders, services and the test ping speak of no alert.
 * Source: https://developer.pagerduty.com/docs/webhooks-overview
 */
export const pagerduty: AlertFormat = {
  name: 'pagerduty',
  title: 'PagerDuty',
  looksLike: (body) => hasFields(body, 'event') && hasFields(body['event'], 'event_type'),
  eventId: (body) => Body.safeParse(body).data?.event.id ?? null,
  parse(body, { known, receivedAt }) {
    const read = Body.safeParse(body);
    if (!read.success) return malformed(read.error);
    const { event } = read.data;
    if (!event.event_type.startsWith('incident.') || event.data?.type !== 'incident') {
      return {
        kind: 'alerts',
        alerts: [],
        skipped: `${event.event_type} says nothing about an incident's state`,
      };
    }
    const incident = z.object({ event: z.object({ data: Incident }) }).safeParse(body);
    if (!incident.success) return malformed(incident.error);
    const report = reportOf(incident.data.event.data, event.event_type, event.occurred_at);
    return { kind: 'alerts', alerts: [alertFrom(report, known, receivedAt)], skipped: null };
  },
};

function malformed(error: z.ZodError) {
  return {
    kind: 'malformed',
    problems: problemsOf(error),
    hint: 'Create a webhook subscription of version 3 (Generic Webhooks v3); the body of versions 1 and 2 differs.',
  } as const;
}

function reportOf(incident: Incident, eventType: string, occurredAt: Date | null): Report {
  const details = detailsOf(incident);
  const labels = Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, String(value)] as const]
        : [],
    ),
  );
  const parts = (incident.incident_key ?? '').split(/[/|;,\s]+/).filter((part) => part !== '');
  const resolved = eventType === 'incident.resolved' || incident.status === 'resolved';
  return {
    source: 'pagerduty',
    status: resolved ? 'resolved' : 'firing',
    fingerprint: incident.id,
    name: null,
    title: incident.title,
    summary: labels['description'] ?? labels['summary'] ?? incident.title,
    labels,
    parts,
    places: [incident.service?.summary ?? ''],
    severity: incident.priority?.summary ?? labels['severity'] ?? null,
    severityOtherwise: incident.urgency === 'high' ? 'critical' : 'warning',
    value: numberNamed(details, 'value', 'current'),
    baseline: numberNamed(details, 'baseline', 'expected'),
    startedAt: incident.created_at ?? occurredAt,
    endedAt: resolved ? (incident.resolved_at ?? occurredAt) : null,
    links: [incident.html_url],
  };
}

/** The integration's own fields. PagerDuty leaves them out of most events; where they are depends on the integration. */
function detailsOf(incident: Incident): Readonly<Record<string, unknown>> {
  const written = incident.body?.details;
  return {
    ...(typeof written === 'string' ? { description: written } : written),
    ...incident.custom_details,
  };
}
