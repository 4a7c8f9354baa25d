import { z } from 'zod';
import { MetricName } from '../../alert/metric.ts';
import { Duration, Name, about } from '../words.ts';

const Moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/,
    'a day such as 2026-11-27, or a time such as 2026-11-27T08:00Z',
  )
  .refine(isOnCalendar, 'a day that the calendar has');

/** The 31st of February is read as a day of March by every clock. */
function isOnCalendar(text: string): boolean {
  const at = new Date(text.includes('T') ? text : `${text}T00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 10));
}

const Segment = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null()]).meta(about('One value of the dimension.', 'BR')),
  )
  .default({});

const Schedule = z
  .strictObject({
    cron: Name.meta(about('When it runs: minute, hour, day of the month, month, weekday.', '*/30 * * * *')),
    timezone: Name.default('UTC').meta(
      about('The time zone that the schedule is written in.', 'Europe/Berlin'),
    ),
    jitter: Duration.default('0s').meta(
      about('The most that a run is put off, so that many monitors do not ask at once.', '2m'),
    ),
  })
  .readonly()
  .meta(about('When the monitor runs.'));

const Expected = z
  .strictObject({
    from: Moment.meta(about('The first day, or moment, UTC.', '2026-11-27')),
    to: Moment.meta(about('The last day, or the moment when it ends, UTC.', '2026-11-30')),
    segment: Segment.meta(
      about('Only shifts of these segments are expected; without it all are.', { country: 'BR' }),
    ),
    reason: Name.meta(
      about('Why it is expected; kept in every run that stays quiet for it.', 'Black Friday campaign'),
    ),
  })
  .readonly();
export type ExpectedShift = z.infer<typeof Expected>;

/** One monitor: which check it runs when over what, and when that is worth an alert. */
export const MonitorConfig = z
  .strictObject({
    model: Name.meta(about('The model it watches: one of the names under `models`.', 'deposit')),
    check: Name.optional().meta(about('The check it runs; `fishbone checks` lists them.', 'null-rate')),
    metric: MetricName.optional().meta(about('The metric it watches, in place of a check.', 'latency_p95')),
    column: Name.optional().meta(
      about(
        'The feature or column of the metric, where it has one; or the one feature, or the one stage of `latency-by-stage`, that a check is asked about.',
        'balance',
      ),
    ),
    schedule: Schedule,
    window: z
      .strictObject({
        incident: Duration.default('2h').meta(about('How far back a run looks for a shift.', '2h')),
        baseline: Duration.optional().meta(
          about('How far back "normal" reaches before that (default: the model’s `baseline.window`).', '7d'),
        ),
      })
      .readonly()
      .prefault({})
      .meta(about('The two spans of time that a run compares.')),
    label_delay: Duration.default('0s').meta(
      about(
        'How long labels take: both windows end that much before the run, so that labels are mature.',
        '6h',
      ),
    ),
    thresholds: z
      .record(z.string(), z.number().meta(about('The value in force for this monitor.', 0.02)))
      .default({})
      .meta(about('Thresholds of the check, for this monitor alone.', { floor: 0.02 })),
    limits: z
      .strictObject({
        above: z.number().optional().meta(about('A value above this is a shift.', 300)),
        below: z.number().optional().meta(about('A value below this is a shift.', 0.8)),
        change: z
          .number()
          .positive()
          .optional()
          .meta(about('So much away from the baseline is a shift.', 0.02)),
      })
      .readonly()
      .optional()
      .meta(about('Limits of a metric.')),
    budgets: z
      .record(z.string(), z.number().positive().meta(about('The most milliseconds at p95.', 120)))
      .default({})
      .meta(
        about('Latency budgets at p95, in milliseconds, by stage and for their sum (`total`).', {
          inference_ms: 80,
          total: 200,
        }),
      ),
    false_alarms: z
      .strictObject({
        at_most: z.int().min(0).meta(about('How many alerts without a cause are bearable …', 1)),
        within: Duration.default('30d').meta(about('… in such a span of time.', '30d')),
      })
      .readonly()
      .optional()
      .meta(about('A budget of false alarms: how large a shift must be is then learnt from earlier runs.')),
    minimum: z
      .int()
      .min(0)
      .default(100)
      .meta(about('With fewer rows in the incident window a run says nothing.', 100)),
    quiet_without_harm: z
      .strictObject({
        below: z.number().positive().meta(about('A shift of this size speaks for itself.', 0.25)),
      })
      .readonly()
      .optional()
      .meta(about('A smaller shift makes an alert only when the model’s metric or the KPI moved too.')),
    severity: z
      .enum(['critical', 'warning', 'info'])
      .default('warning')
      .meta(about('The severity of its alerts.', 'warning')),
    top_features: z
      .int()
      .min(1)
      .optional()
      .meta(about('Look only at so many features, those that move the score most.', 5)),
    segment: Segment.meta(about('Watch only these rows.', { country: 'BR' })),
    expected: z
      .array(Expected)
      .readonly()
      .default([])
      .meta(about('Seasons and campaigns that are known beforehand: a shift then makes no alert.')),
    timeout: Duration.default('2m').meta(about('How long one run may take.', '2m')),
    misses: z
      .int()
      .min(1)
      .default(4)
      .meta(about('After so many runs in a row that could not say anything, that is reported.', 4)),
  })
  .readonly();
export type MonitorConfig = z.infer<typeof MonitorConfig>;

export const Monitors = z
  .record(Name, MonitorConfig)
  .default({})
  .meta(about('What the bot watches by itself, by a name of your choice.'));
