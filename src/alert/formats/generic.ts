import { z } from 'zod';
import { Segment } from '../alert.ts';
import { hasFields, type AlertFormat } from '../format.ts';
import { EpochOrMoment } from '../moment.ts';
import { numberFrom } from '../numbers.ts';
import { readReports } from '../read-reports.ts';
import type { Report } from '../report.ts';

const Text = z.string().nullish();

const Quantity = z
  .union([z.number(), z.string()], { error: 'expected a number' })
  .nullish()
  .transform((said, context) => {
    if (said === null || said === undefined || said === '') return null;
    const number = numberFrom(said);
    if (number === null) context.addIssue({ code: 'custom', message: 'expected a number' });
    return number;
  });

/** The body that anything may send: a script, a scheduled job, a monitor without a webhook of its own. */
const GenericBody = z
  .looseObject({
    model: Text,
    metric: Text,
    value: Quantity,
    baseline: Quantity,
    title: Text,
    message: Text,
    started_at: EpochOrMoment,
    ended_at: EpochOrMoment,
    severity: Text,
    status: z.enum(['firing', 'resolved']).default('firing'),
    column: Text,
    segment: Segment.nullish(),
    fingerprint: Text,
    links: z.array(z.string()).nullish(),
  })
  .superRefine((body, context) => {
    if (body.message || body.metric || body.title) return;
    context.addIssue({
      code: 'custom',
      path: ['message'],
      message: 'expected a message, or the name of a metric',
    });
  });
type GenericBody = z.infer<typeof GenericBody>;

/** Plain JSON; every field is documented in docs/alerts.md. */
export const generic: AlertFormat = {
  name: 'generic',
  title: 'plain JSON',
  looksLike: (body) =>
    (hasFields(body, 'model') || hasFields(body, 'metric') || hasFields(body, 'message')) &&
    !hasFields(body, 'alerts') &&
    !hasFields(body, 'event'),
  eventId: () => null,
  parse: readReports(GenericBody, {
    reports: (body) => [reportOf(body)],
    hint: 'Send a JSON object such as {"model": "churn", "metric": "auc", "value": 0.78, "message": "AUC of churn is 0.78"}.',
  }),
};

function reportOf(body: GenericBody): Report {
  const labels = Object.entries({ model: body.model, metric: body.metric, column: body.column });
  const said = body.message || body.title || '';
  return {
    source: 'generic',
    status: body.status,
    fingerprint: body.fingerprint || null,
    name: null,
    title: body.title || said || [body.metric, body.model].filter(Boolean).join(' of '),
    summary: said,
    labels: Object.fromEntries(labels.flatMap(([name, value]) => (value ? [[name, value] as const] : []))),
    severity: body.severity ?? null,
    segment: body.segment ?? {},
    value: body.value,
    baseline: body.baseline,
    startedAt: body.started_at,
    endedAt: body.ended_at,
    links: body.links ?? [],
  };
}
