import { z } from 'zod';
import { Segment } from '../alert/alert.ts';
import { MetricName } from '../alert/metric.ts';
import { Windows } from '../time/window.ts';

/** A measured value with its 95 % interval and the rows behind it. */
export const Measurement = z
  .object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable(), n: z.number() })
  .readonly();
export type Measurement = z.infer<typeof Measurement>;

/** When it began, as the data say: best estimate, interval, and which shape of change fits. */
export const Onset = z
  .object({
    at: z.coerce.date(),
    from: z.coerce.date(),
    to: z.coerce.date(),
    shape: z.enum(['step', 'ramp', 'bump']),
    method: z.string(),
  })
  .readonly();
export type Onset = z.infer<typeof Onset>;

/** A series that moved together with the symptom: what, where, when, how strongly. The onset is read from these. */
export const Companion = z
  .object({
    carrier: z.string(),
    words: z.string(),
    subject: z.object({ kind: z.string(), name: z.string() }).readonly(),
    segment: Segment,
    at: z.coerce.date(),
    /** How far its own beginning may lie before and after. */
    from: z.coerce.date().optional(),
    to: z.coerce.date().optional(),
    before: z.number(),
    after: z.number(),
    /** Twice the log likelihood ratio of one change, noise inflation removed. */
    gain: z.number(),
  })
  .readonly();
export type Companion = z.infer<typeof Companion>;

/** The metric in one bin of time; `at` is its middle. Without a value: too little to measure. */
export const MetricPoint = z
  .object({
    at: z.coerce.date(),
    value: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    n: z.number(),
  })
  .readonly();
export type MetricPoint = z.infer<typeof MetricPoint>;

/** The metric through time in bins of `seconds`, oldest first, for a person to look at. */
export const MetricSeries = z
  .object({ seconds: z.number(), points: z.array(MetricPoint).readonly() })
  .readonly();
export type MetricSeries = z.infer<typeof MetricSeries>;

/** What a metric's numbers are in. */
export const MetricUnit = z.enum(['score', 'share', 'ms', 'seconds', 'count', 'psi', 'value']);
export type MetricUnit = z.infer<typeof MetricUnit>;

/**
 * What is observably wrong: by how much, and since when. `before`, `after` and `onset` are null when the data do not
 * say, and `reason` then tells why. `changed` is true when the difference is beyond chance.
 */
export const Symptom = z
  .object({
    metric: MetricName,
    /** The metric's name as people know it here: the KPI's own name, or `psi of country`. */
    label: z.string(),
    unit: MetricUnit,
    column: z.string().nullable(),
    segment: Segment,
    before: Measurement.nullable(),
    after: Measurement.nullable(),
    difference: Measurement.nullable(),
    p: z.number().nullable(),
    changed: z.boolean(),
    onset: Onset.nullable(),
    reason: z.string().nullable(),
    windows: Windows,
    /** Strongest first. */
    companions: z.array(Companion).readonly().optional(),
    /** Who came, and through which version, moved too, at a moment that does not date the symptom. Strongest first. */
    bystanders: z.array(Companion).readonly().optional(),
    series: MetricSeries.optional(),
    sentence: z.string(),
  })
  .readonly();
export type Symptom = z.infer<typeof Symptom>;
