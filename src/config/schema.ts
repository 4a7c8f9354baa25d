import { z } from 'zod';
import { MetricName } from '../alert/metric.ts';

const Name = z.string().min(1);
const Columns = z.array(Name).min(1).readonly();
const Duration = z.string().regex(/^\d+(s|m|h|d)$/, 'a duration such as 30m, 24h or 7d');

export const SourceConfig = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('duckdb'),
      /** A folder of Parquet, CSV or JSON files (one a table, or a folder a table), a glob, or a `.duckdb` file. */
      path: Name,
      timeout: Duration.default('30s'),
      memory: z
        .string()
        .regex(/^\d+(MB|GB)$/)
        .default('1GB'),
      threads: z.int().min(1).max(64).optional(),
    }),
  ])
  .readonly();
export type SourceConfig = z.infer<typeof SourceConfig>;

const Table = { source: Name, table: Name };

export const PredictionsConfig = z
  .strictObject({
    ...Table,
    id: Name,
    time: Name,
    version: Name.optional(),
    /** Probability of the positive class, or the predicted value when `task: regression`. */
    score: Name,
    decision: Name.optional(),
    label: z.strictObject({ column: Name, known_at: Name.optional() }).readonly().optional(),
    segments: z.array(Name).readonly().default([]),
    features: Columns,
  })
  .readonly();

export const PipelineConfig = z
  .strictObject({
    version: Name,
    protocol: z.enum(['mlflow', 'open-inference']),
    url: z.url(),
    timeout: Duration.default('10s'),
    headers: z.record(z.string(), z.string()).optional(),
  })
  .readonly();
export type PipelineConfig = z.infer<typeof PipelineConfig>;

export const ModelConfig = z
  .strictObject({
    title: Name.optional(),
    owner: Name.optional(),
    task: z.enum(['classification', 'regression']).default('classification'),
    channel: Name.optional(),
    predictions: PredictionsConfig,
    reference: z
      .strictObject({ ...Table })
      .readonly()
      .optional(),
    offline_features: z
      .strictObject({ ...Table, id: Name, time: Name })
      .readonly()
      .optional(),
    feature_reads: z
      .strictObject({
        ...Table,
        time: Name,
        feature: Name.default('feature'),
        reads: Name.default('reads'),
        misses: Name.default('misses'),
        age: Name.default('age_p95_s'),
      })
      .readonly()
      .optional(),
    requests: z
      .strictObject({
        ...Table,
        time: Name,
        id: Name,
        version: Name.default('model_version'),
        host: Name.optional(),
        status: Name.optional(),
        error: Name.optional(),
        fallback: Name.optional(),
        /** One column of milliseconds per serving stage; their sum is the latency when `latency` is not given. */
        stages: z.array(Name).readonly().default([]),
        latency: Name.optional(),
      })
      .readonly()
      .optional(),
    hosts: z
      .strictObject({
        ...Table,
        time: Name,
        host: Name.default('host'),
        cpu: Name.default('cpu'),
        memory: Name.default('memory'),
        gpu: Name.default('gpu'),
        restarts: Name.default('restarts'),
        queue: Name.default('queue_depth'),
      })
      .readonly()
      .optional(),
    business: z
      .strictObject({
        ...Table,
        time: Name,
        kpi: z.strictObject({ name: Name, numerator: Name, denominator: Name }).readonly(),
        value: Name.optional(),
      })
      .readonly()
      .optional(),
    golden: z
      .strictObject({ ...Table, id: Name, label: Name.optional(), expected: Name.optional() })
      .readonly()
      .optional(),
    pipelines: z
      .strictObject({ current: PipelineConfig, previous: PipelineConfig.optional() })
      .readonly()
      .optional(),
    changes: z
      .strictObject({ ...Table })
      .readonly()
      .optional(),
    baseline: z
      .strictObject({ window: Duration.default('7d') })
      .readonly()
      .default({ window: '7d' }),
    /** Metric assumed for an alert that names none. */
    metric: MetricName.optional(),
    /** Thresholds of checks: `checks: { null-rate: { floor: 0.02 } }`. */
    checks: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  })
  .readonly();
export type ModelConfig = z.infer<typeof ModelConfig>;

const Secret = z.string().min(8, 'a secret of at least 8 characters; keep it in the environment: ${NAME}');

export const IntakeSourceConfig = z
  .union([
    z.strictObject({ bearer: Secret }).readonly(),
    z
      .strictObject({
        hmac: z
          .strictObject({
            secret: Secret,
            header: Name.optional(),
            timestamp_header: Name.optional(),
            tolerance: Duration.default('5m'),
          })
          .readonly(),
      })
      .readonly(),
  ])
  .readonly();

/** One rule for messages of other bots: a regular expression with named groups gives the alert's fields. */
export const ChannelRule = z
  .strictObject({
    channel: Name,
    bot: Name.optional(),
    match: Name,
    fields: z
      .strictObject({
        model: Name.optional(),
        metric: Name.optional(),
        column: Name.optional(),
        severity: z.enum(['critical', 'warning', 'info']).optional(),
        status: z.enum(['firing', 'resolved']).optional(),
      })
      .readonly()
      .default({}),
  })
  .readonly();
export type ChannelRule = z.infer<typeof ChannelRule>;

export const FishboneConfig = z
  .strictObject({
    version: z.literal(1),
    sources: z.record(Name, SourceConfig),
    models: z.record(Name, ModelConfig),
    slack: z
      .strictObject({
        /** Where incident threads open: a channel id or `#name`. A model's own `channel` wins. */
        channel: Name.default('#ml-incidents'),
        alerts: z.array(ChannelRule).readonly().default([]),
        timeline_emoji: z.array(Name).readonly().default(['pushpin']),
        /** Guests and people of other organizations are refused unless listed here by user id. */
        allow: z.array(Name).readonly().default([]),
      })
      .readonly()
      .prefault({}),
    intake: z
      .strictObject({
        host: Name.default('127.0.0.1'),
        port: z.int().min(0).max(65535).default(8080),
        max_body_kb: z.int().min(1).max(65536).default(1024),
        sources: z
          .strictObject({
            alertmanager: IntakeSourceConfig.optional(),
            grafana: IntakeSourceConfig.optional(),
            pagerduty: IntakeSourceConfig.optional(),
            datadog: IntakeSourceConfig.optional(),
            generic: IntakeSourceConfig.optional(),
          })
          .readonly()
          .default({}),
      })
      .readonly()
      .prefault({}),
    storage: z
      .strictObject({ path: Name.default('fishbone.db') })
      .readonly()
      .prefault({}),
  })
  .readonly();
export type FishboneConfig = z.infer<typeof FishboneConfig>;
