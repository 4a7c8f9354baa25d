import { z } from 'zod';
import { hasFields, type AlertFormat } from '../format.ts';
import { EpochOrMoment } from '../moment.ts';
import { readReports } from '../read-reports.ts';
import { numberNamed, type Report } from '../report.ts';

/** A variable that Datadog left empty, or did not replace because the event has none, is as good as missing. */
const isUnset = (text: string) => text === '' || /^\$[A-Z_]+$/.test(text) || text.toLowerCase() === 'null';

const Variable = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((said) => {
    const text = said === null || said === undefined ? '' : String(said).trim();
    return isUnset(text) ? null : text;
  });

const MomentVariable = z.preprocess(
  (said) => (typeof said === 'string' && isUnset(said.trim()) ? null : said),
  EpochOrMoment,
);

const Body = z
  .looseObject({
    id: Variable,
    title: Variable,
    body: Variable,
    transition: Variable,
    alert_type: Variable,
    priority: Variable,
    alert_id: Variable,
    cycle_key: Variable,
    aggregation_key: Variable,
    scope: Variable,
    tags: Variable,
    metric: Variable,
    query: Variable,
    status: Variable,
    value: Variable,
    link: Variable,
    date: MomentVariable,
  })
  .superRefine((body, context) => {
    const missing = (path: string, variable: string) =>
      context.addIssue({ code: 'custom', path: [path], message: `expected the value of ${variable}` });
    if (body.title === null) missing('title', '$EVENT_TITLE');
    if (body.transition === null) missing('transition', '$ALERT_TRANSITION');
    if (body.cycle_key === null && body.alert_id === null && body.aggregation_key === null) {
      missing('cycle_key', '$ALERT_CYCLE_KEY (or alert_id with $ALERT_ID)');
    }
  });
type Body = z.infer<typeof Body>;

/** The payload to configure in Datadog's webhook; a test sends exactly this, filled in. */
export const datadogTemplate = {
  id: '$ID',
  title: '$EVENT_TITLE',
  body: '$TEXT_ONLY_MSG',
  transition: '$ALERT_TRANSITION',
  alert_type: '$ALERT_TYPE',
  priority: '$ALERT_PRIORITY',
  alert_id: '$ALERT_ID',
  cycle_key: '$ALERT_CYCLE_KEY',
  aggregation_key: '$AGGREG_KEY',
  scope: '$ALERT_SCOPE',
  tags: '$TAGS',
  metric: '$ALERT_METRIC',
  query: '$ALERT_QUERY',
  status: '$ALERT_STATUS',
  link: '$LINK',
  date: '$DATE',
} as const;

/**
 * Datadog, whose webhooks send the payload that you configure: `datadogTemplate`. Tags of the form `model:deposit` and
 * `metric:auc` name the model and the metric.
 * Source: https://docs.datadoghq.com/integrations/webhooks/
 */
export const datadog: AlertFormat = {
  name: 'datadog',
  title: 'Datadog',
  looksLike: (body) =>
    hasFields(body, 'transition') && hasFields(body, 'title') && !hasFields(body, 'alerts'),
  eventId: (body) => Body.safeParse(body).data?.id ?? null,
  parse: readReports(Body, {
    reports: (body) => [reportOf(body)],
    hint: "Set the webhook's payload in Datadog to the template in docs/alerts.md; Datadog has no fixed payload.",
  }),
};

function reportOf(body: Body): Report {
  const resolved = /^(?:recovered|resolved|ok|success)$/i.test(body.transition ?? '');
  const labels = {
    ...tagsIn(body.tags),
    ...tagsIn(body.scope),
  };
  return {
    source: 'datadog',
    status: resolved ? 'resolved' : 'firing',
    fingerprint:
      body.cycle_key ??
      (body.alert_id === null ? body.aggregation_key : `${body.alert_id}:${body.scope ?? ''}`),
    name: null,
    title: (body.title ?? '').replace(/^(?:\[[^\]]{1,80}\]\s*)+(?=\S)/, ''),
    summary: body.body ?? body.status ?? '',
    labels,
    parts: [],
    places: [body.status ?? '', body.metric ?? '', body.query ?? ''],
    severity: labels['severity'] ?? body.priority ?? (body.alert_type === 'success' ? null : body.alert_type),
    value: numberNamed({ value: body.value }, 'value'),
    baseline: null,
    startedAt: resolved ? null : body.date,
    endedAt: resolved ? body.date : null,
    links: [body.link],
  };
}

/** `model:deposit,metric:auc` as labels; a tag without a value is left out. */
function tagsIn(tags: string | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (tags ?? '').split(',').flatMap((tag) => {
      const [, name, value] = /^\s*([^:\s]{1,100}):(.{1,200}?)\s*$/s.exec(tag) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
