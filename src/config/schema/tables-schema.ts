import { z } from 'zod';
import { Name, about, tableKeys } from '../words.ts';

/** The score of the predicted class, where no column holds it. */
export const CONFIDENCE = '[confidence]';

/** Each class is measured against the rest, so that the work grows with them. */
const MOST_CLASSES = 100;

const time = Name.meta(about('Column: when the row happened (a timestamp, UTC).', 'ts'));

export const PredictionsConfig = z
  .strictObject({
    ...tableKeys('predictions'),
    id: Name.meta(about('Column: names the scored request; joins it to the other tables.', 'request_id')),
    time,
    version: Name.optional().meta(
      about('Column: the model version that scored the request.', 'model_version'),
    ),
    score: Name.default(CONFIDENCE).meta(
      about(
        'Column: the probability of the positive class, or the predicted value when `task: regression`; required for both. With `task: multiclass` the score of the predicted class, taken from `scores` when not given.',
        'score',
      ),
    ),
    predicted: Name.optional().meta(
      about(
        'Column: the predicted class, for `task: multiclass`. Without it the class with the highest of `scores` counts as predicted.',
        'predicted_class',
      ),
    ),
    classes: z
      .array(z.union([Name, z.int()]).transform(String))
      .min(2)
      .max(MOST_CLASSES)
      .readonly()
      .optional()
      .meta(
        about(
          'The names of the classes as `predicted` and `label` hold them, for `task: multiclass`. Others count as none of these.',
          ['invoice', 'receipt', 'letter'],
        ),
      ),
    scores: z
      .union([Name, z.record(z.string(), Name.meta(about('Column: the score of this class.', 'p_invoice')))])
      .optional()
      .meta(
        about(
          'Where the score of each class is, for `task: multiclass`: a column for each class, or one column that holds all of them as a map, a struct or a JSON object by class, or as a list in the order of `classes`.',
          { invoice: 'p_invoice', receipt: 'p_receipt' },
        ),
      ),
    decision: Name.optional().meta(about('Column: what was done with the score (0 or 1).', 'decision')),
    label: z
      .strictObject({
        column: Name.meta(
          about(
            'Column: the true outcome; null while it is unknown. 0 or 1, a value, or with `task: multiclass` the name of a class.',
            'label',
          ),
        ),
        known_at: Name.optional().meta(
          about(
            'Column: when the outcome became known. Without it every label counts as known at once.',
            'label_ts',
          ),
        ),
      })
      .readonly()
      .optional()
      .meta(about('The true outcome. Without it no metric that needs labels can be measured.')),
    segments: z
      .array(Name)
      .readonly()
      .default([])
      .meta(about('Columns: by what traffic may be split to see who is affected.', ['country', 'device'])),
    features: z
      .array(Name)
      .min(1)
      .readonly()
      .meta(about('Columns: the features as they were served to the model.', ['age', 'balance'])),
  })
  .readonly()
  .meta(about('One row per scored request. The one table that must be there.'));

export const Reference = z
  .strictObject({ ...tableKeys('training') })
  .readonly()
  .optional()
  .meta(about('The training rows: every feature, and the label.'));

export const OfflineFeatures = z
  .strictObject({
    ...tableKeys('features_offline'),
    id: Name.meta(about('Column: the request, as in `predictions.id`.', 'request_id')),
    time,
  })
  .readonly()
  .optional()
  .meta(about('Features as the offline (training) code computes them for the same requests: shows parity.'));

export const FeatureReads = z
  .strictObject({
    ...tableKeys('feature_reads'),
    time,
    feature: Name.default('feature').meta(about('Column: the name of the feature.', 'feature')),
    reads: Name.default('reads').meta(
      about('Column: how often it was read from the feature store.', 'reads'),
    ),
    misses: Name.default('misses').meta(about('Column: how many of the reads found nothing.', 'misses')),
    age: Name.default('age_p95_s').meta(
      about('Column: age of the values read, 95th percentile, in seconds.', 'age_p95_s'),
    ),
  })
  .readonly()
  .optional()
  .meta(about('What the feature store was asked and what it missed, by feature and time.'));

export const Requests = z
  .strictObject({
    ...tableKeys('requests'),
    time,
    id: Name.meta(about('Column: the request, as in `predictions.id`.', 'request_id')),
    version: Name.default('model_version').meta(
      about('Column: the model version that served.', 'model_version'),
    ),
    host: Name.optional().meta(about('Column: the host that served.', 'host')),
    status: Name.optional().meta(about('Column: the HTTP status.', 'status')),
    error: Name.optional().meta(about('Column: the type of error; null when all went well.', 'error_type')),
    fallback: Name.optional().meta(about('Column: true when a default score was served.', 'fallback')),
    stages: z
      .array(Name)
      .readonly()
      .default([])
      .meta(
        about(
          'Columns: milliseconds per serving stage. Their sum is the latency when `latency` is not given.',
          ['feature_fetch_ms', 'inference_ms'],
        ),
      ),
    latency: Name.optional().meta(about('Column: milliseconds of the whole request.', 'latency_ms')),
  })
  .readonly()
  .optional()
  .meta(about('One row per request to the service, also those that failed: latency, errors, fallbacks.'));

export const Hosts = z
  .strictObject({
    ...tableKeys('hosts'),
    time,
    host: Name.default('host').meta(about('Column: the name of the host.', 'host')),
    cpu: Name.default('cpu').meta(about('Column: CPU in use, 0 to 1.', 'cpu')),
    memory: Name.default('memory').meta(about('Column: memory in use, 0 to 1.', 'memory')),
    gpu: Name.default('gpu').meta(about('Column: GPU in use, 0 to 1.', 'gpu')),
    restarts: Name.default('restarts').meta(
      about('Column: restarts since the start, ever growing.', 'restarts'),
    ),
    queue: Name.default('queue_depth').meta(about('Column: requests waiting.', 'queue_depth')),
  })
  .readonly()
  .optional()
  .meta(about('How the hosts felt, by host and time.'));

export const Business = z
  .strictObject({
    ...tableKeys('business'),
    time,
    kpi: z
      .strictObject({
        name: Name.meta(about('What people call it.', 'conversion')),
        numerator: Name.meta(about('Column: what is counted.', 'conversions')),
        denominator: Name.meta(about('Column: out of how many.', 'visits')),
      })
      .readonly()
      .meta(about('The business KPI: a ratio of two counted columns.')),
    value: Name.optional().meta(about('Column: money, to say what the incident cost.', 'revenue')),
  })
  .readonly()
  .optional()
  .meta(about('What the business counted, independently of the labels: tells harm from noise.'));

export const Golden = z
  .strictObject({
    ...tableKeys('golden'),
    id: Name.meta(about('Column: names the sample.', 'sample_id')),
    label: Name.optional().meta(about('Column: its true outcome.', 'label')),
    expected: Name.optional().meta(
      about(
        'Column: the score that the last good version gave; with `task: multiclass` the class it predicted.',
        'expected_score',
      ),
    ),
  })
  .readonly()
  .optional()
  .meta(about('A few known samples with raw features, to replay through the serving pipelines.'));

export const Changes = z
  .strictObject({ ...tableKeys('changes') })
  .readonly()
  .optional()
  .meta(
    about(
      'Deploys, flags, configuration, data, infrastructure and campaigns, with the columns `change_id`, `ts`, `kind`, `component`, `title`, `author`, `from`, `to`, `reversible`.',
    ),
  );
