import { z } from 'zod';
import { Duration, Name, about } from '../words.ts';

/** A Prometheus, or whatever speaks its HTTP API: Thanos, Mimir, VictoriaMetrics. */
export const PrometheusSource = z.strictObject({
  type: z
    .literal('prometheus')
    .meta(about('A metrics server with the HTTP API of Prometheus.', 'prometheus')),
  url: z
    .url({ protocol: /^https?$/ })
    .meta(about('Where it is, with its path prefix if it has one.', 'http://prometheus:9090')),
  bearer: Name.optional().meta(
    about('The token for `Authorization: Bearer …`. Instead of `basic`.', '${PROMETHEUS_TOKEN}'),
  ),
  basic: z
    .strictObject({
      user: Name.meta(about('The user.', 'fishbone')),
      password: Name.meta(about('The password. Keep it in the environment.', '${PROMETHEUS_PASSWORD}')),
    })
    .readonly()
    .optional()
    .meta(about('User and password (HTTP Basic). Instead of `bearer`.')),
  headers: z
    .record(z.string(), z.string().meta(about('One header.', 'team-a')))
    .optional()
    .meta(about('HTTP headers to send along, such as `X-Scope-OrgID`. Keep secrets in the environment.')),
  timeout: Duration.default('30s').meta(about('How long one query may take.', '30s')),
  resolution: Duration.default('1m').meta(
    about('How often samples are taken (the scrape interval): nothing is looked at more finely.', '15s'),
  ),
  max_points: z
    .int()
    .min(10)
    .max(1_000_000)
    .default(11_000)
    .meta(
      about('Points of one series that the server answers at most; steps are chosen to stay below.', 11_000),
    ),
  max_series: z
    .int()
    .min(1)
    .max(100_000)
    .default(2000)
    .meta(about('An answer of more series than this is refused as a query that is too wide.', 2000)),
});
export type PrometheusSource = z.infer<typeof PrometheusSource>;
