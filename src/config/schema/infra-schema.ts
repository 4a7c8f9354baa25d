import { z } from 'zod';
import { Name, about } from '../words.ts';

const Label = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'the name of a label such as `host`');
const label = (description: string, example: string) => Label.optional().meta(about(description, example));

const unit = z
  .enum(['seconds', 'milliseconds'])
  .default('seconds')
  .meta(about('The unit of the metric.', 'seconds'));

/** Queries to a metrics server, for what the tables `requests` and `hosts` do not say. */
export const Infra = z
  .strictObject({
    source: Name.meta(
      about('The source that answers: a name under `sources` of `type: prometheus`.', 'metrics'),
    ),
    labels: z
      .strictObject({
        host: label('The label that names the host.', 'instance'),
        stage: label('The label that names the serving stage.', 'stage'),
        version: label('The label that names the model version.', 'version'),
        status: label('The label with the HTTP status.', 'code'),
        error: label('The label with the type of error.', 'reason'),
        segments: z
          .record(Name, Label.meta(about('The label that has the values of this segment column.', 'region')))
          .default({})
          .meta(
            about('Labels of segment columns, by the column’s name in `predictions.segments`.', {
              country: 'region',
            }),
          ),
      })
      .readonly()
      .prefault({})
      .meta(about('What the labels of these metrics are called.')),
    requests: Name.optional().meta(
      about(
        'Selector of a counter: requests, also those that failed.',
        'serving_requests_total{model="deposit"}',
      ),
    ),
    errors: Name.optional().meta(
      about(
        'Selector of a counter: failed requests. Without it failures are those of `requests` whose status is 400 or more.',
        'serving_errors_total{model="deposit"}',
      ),
    ),
    fallbacks: Name.optional().meta(
      about(
        'Selector of a counter: requests answered with a default score.',
        'serving_fallbacks_total{model="deposit"}',
      ),
    ),
    latency: z
      .union([
        z
          .strictObject({
            buckets: Name.meta(
              about(
                'Selector of a histogram’s buckets, with the label `le`.',
                'serving_stage_duration_seconds_bucket{model="deposit"}',
              ),
            ),
            unit,
          })
          .readonly(),
        z
          .strictObject({
            quantiles: Name.meta(
              about(
                'Selector of a summary, or of gauges, with the label `quantile`. Buckets tell more.',
                'serving_stage_duration_seconds{model="deposit"}',
              ),
            ),
            unit,
          })
          .readonly(),
      ])
      .optional()
      .meta(about('How long the stages of serving take: `buckets` or `quantiles`.')),
    restarts: Name.optional().meta(
      about('Selector of a counter: restarts of the serving process.', 'host_restarts_total'),
    ),
    cpu: Name.optional().meta(
      about(
        'Any expression: CPU in use, 0 to 1.',
        '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
      ),
    ),
    memory: Name.optional().meta(
      about('Any expression: memory in use, 0 to 1.', 'host_memory_utilization_ratio'),
    ),
    gpu: Name.optional().meta(about('Any expression: GPU in use, 0 to 1.', 'host_gpu_utilization_ratio')),
    queue: Name.optional().meta(about('Any expression: requests waiting.', 'host_queue_depth')),
  })
  .readonly()
  .optional()
  .meta(
    about(
      'Queries to Prometheus for the checks of infrastructure, where there are no tables `requests` and `hosts`. A check reads its table where one is named.',
    ),
  );
export type Infra = NonNullable<z.infer<typeof Infra>>;

/** What may be asked of a metrics server: the keys of `infra` that hold a query. */
export const infraQueries = [
  'requests',
  'errors',
  'fallbacks',
  'latency',
  'restarts',
  'cpu',
  'memory',
  'gpu',
  'queue',
] as const;
export type InfraQuery = (typeof infraQueries)[number];

/** The text of a query as it is configured; null for one that is not. */
export function infraText(infra: Infra | undefined, query: InfraQuery): string | null {
  if (query !== 'latency') return infra?.[query] ?? null;
  const latency = infra?.latency;
  if (latency === undefined) return null;
  return 'buckets' in latency ? latency.buckets : latency.quantiles;
}

/** Whether a query must select the samples of one metric themselves, because its samples are counted up. */
export function mustSelect(query: InfraQuery): boolean {
  switch (query) {
    case 'requests':
    case 'errors':
    case 'fallbacks':
    case 'latency':
    case 'restarts':
      return true;
    case 'cpu':
    case 'memory':
    case 'gpu':
    case 'queue':
      return false;
  }
}
