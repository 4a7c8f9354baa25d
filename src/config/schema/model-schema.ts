import { z } from 'zod';
import { MetricName } from '../../alert/metric.ts';
import { Infra } from './infra-schema.ts';
import {
  Business,
  Changes,
  FeatureReads,
  Golden,
  Hosts,
  OfflineFeatures,
  PredictionsConfig,
  Reference,
  Requests,
} from './tables-schema.ts';
import { Duration, Name, about } from '../words.ts';

export const PipelineConfig = z
  .strictObject({
    version: Name.meta(about('The version it serves.', 'v3')),
    protocol: z
      .enum(['mlflow', 'open-inference'])
      .meta(about('MLflow scoring protocol, or Open Inference Protocol (KServe V2).', 'mlflow')),
    url: z.url().meta(about('Where records are sent to be scored.', 'http://10.0.0.7:8080/invocations')),
    timeout: Duration.default('10s').meta(about('How long one request may take.', '10s')),
    headers: z
      .record(z.string(), z.string().meta(about('One header.', 'Bearer ${SCORING_TOKEN}')))
      .optional()
      .meta(
        about('HTTP headers to send along, such as `Authorization`. Keep their values in the environment.'),
      ),
  })
  .readonly();
export type PipelineConfig = z.infer<typeof PipelineConfig>;

const Samples = z
  .strictObject({
    columns: z
      .array(Name)
      .min(1)
      .readonly()
      .meta(
        about(
          'Features and segments whose values may be shown row by row. No other column ever is; secrets are taken out of these.',
          ['plan', 'country'],
        ),
      ),
    limit: z
      .int()
      .min(1)
      .max(5)
      .default(3)
      .meta(about('How many pairs of a bad and a good example are shown at once.', 3)),
  })
  .readonly()
  .optional()
  .meta(about('What single rows may show in Slack. Without it no row is shown, only counts.'));

export const ModelConfig = z
  .strictObject({
    title: Name.optional().meta(about('What people call the model.', 'Term-deposit propensity')),
    owner: Name.optional().meta(about('The team that owns it.', 'ml-growth')),
    task: z
      .enum(['classification', 'multiclass', 'regression'])
      .default('classification')
      .meta(
        about(
          'What the model says: the probability of one class, one of several classes, or a value.',
          'classification',
        ),
      ),
    channel: Name.optional().meta(
      about('Where its incident threads open; wins over `slack.channel`.', '#ml-growth-oncall'),
    ),
    predictions: PredictionsConfig,
    reference: Reference,
    offline_features: OfflineFeatures,
    feature_reads: FeatureReads,
    requests: Requests,
    hosts: Hosts,
    infra: Infra,
    business: Business,
    golden: Golden,
    pipelines: z
      .strictObject({
        current: PipelineConfig.meta(about('The pipeline that serves now.')),
        previous: PipelineConfig.optional().meta(
          about('The last good one, to replay the same records and compare.'),
        ),
      })
      .readonly()
      .optional()
      .meta(about('Serving pipelines that records can be replayed through.')),
    changes: Changes,
    samples: Samples,
    baseline: z
      .strictObject({
        window: Duration.default('7d').meta(about('How far back "normal" reaches.', '7d')),
      })
      .readonly()
      .default({ window: '7d' })
      .meta(about('The span of time that an incident is compared with.')),
    rows_per_window: z
      .int()
      .min(10_000)
      .default(100_000)
      .meta(
        about(
          'Of a window with more predictions, checks that compare quartiles, bins and single values of numbers, and influences, look at a sample of about so many rows, and say so. Counts of nulls, categories, numbers of few different values, values out of range, errors and volume are always of every row.',
          100_000,
        ),
      ),
    metric: MetricName.optional().meta(about('The metric assumed for an alert that names none.', 'auc')),
    checks: z
      .record(
        z.string(),
        z.record(z.string(), z.number().meta(about('The value in force instead of the default.', 0.02))),
      )
      .default({})
      .meta(
        about('Thresholds of checks, by check and threshold; `fishbone checks` lists them.', {
          'null-rate': { floor: 0.02 },
        }),
      ),
  })
  .readonly()
  .meta(about('One scored system.'));
export type ModelConfig = z.infer<typeof ModelConfig>;
