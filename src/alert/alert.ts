import { z } from 'zod';
import { SignalKind } from './metric.ts';

export const AlertSource = z.enum([
  'alertmanager',
  'grafana',
  'pagerduty',
  'datadog',
  'generic',
  'slack',
  'monitor',
  'person',
]);
export type AlertSource = z.infer<typeof AlertSource>;

/** Values of one or more dimensions, as the tables spell them: `{ country: 'BR', device: 'ios' }`. Empty: all traffic. */
export const Segment = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .readonly();
export type Segment = z.infer<typeof Segment>;

/**
 * What one monitor said about one thing, whatever its format. `fingerprint` is the sender's own identity of the alert
 * (repeats, updates and the resolve carry the same one). `metric` is the sender's word, `column` the feature or segment
 * column it is about. `model` is null when the sender did not name one that the configuration knows.
 */
export const Alert = z
  .object({
    source: AlertSource,
    status: z.enum(['firing', 'resolved']),
    fingerprint: z.string().min(1),
    model: z.string().nullable(),
    /** The model that a label names and the configuration does not know. */
    unknownModel: z.string().nullable().optional(),
    signal: SignalKind,
    metric: z.string().nullable(),
    column: z.string().nullable(),
    segment: Segment,
    severity: z.enum(['critical', 'warning', 'info']),
    title: z.string(),
    summary: z.string(),
    value: z.number().nullable(),
    baseline: z.number().nullable(),
    startedAt: z.coerce.date(),
    /** The sender gave no time: `startedAt` is when the alert came in. */
    undated: z.boolean().optional(),
    endedAt: z.coerce.date().nullable(),
    links: z.array(z.string()).readonly(),
  })
  .readonly();
export type Alert = z.infer<typeof Alert>;
