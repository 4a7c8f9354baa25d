import { z } from 'zod';
import { Duration, Name, about } from '../words.ts';

const Secret = z.string().min(8, 'a secret of at least 8 characters (keep it in the environment: ${NAME})');

export const IntakeSourceConfig = z
  .union([
    z
      .strictObject({
        bearer: Secret.meta(
          about('The token that the sender puts into `Authorization: Bearer …`.', '${GRAFANA_TOKEN}'),
        ),
      })
      .readonly(),
    z
      .strictObject({
        hmac: z
          .strictObject({
            secret: Secret.meta(about('The key that the sender signs with.', '${PAGERDUTY_SECRET}')),
            header: Name.optional().meta(
              about(
                "The header that carries the signature; the sender's usual one when not given.",
                'x-signature',
              ),
            ),
            timestamp_header: Name.optional().meta(
              about('The header that carries the time of signing, when the sender signs it.', 'x-timestamp'),
            ),
            tolerance: Duration.default('5m').meta(about('How old a signature may be.', '5m')),
          })
          .readonly()
          .meta(about('Signed bodies (HMAC-SHA256).')),
      })
      .readonly(),
  ])
  .readonly();
export type IntakeSourceConfig = z.infer<typeof IntakeSourceConfig>;

const sender = (title: string) =>
  IntakeSourceConfig.optional().meta(about(`Alerts from ${title}: \`bearer\` or \`hmac\`.`));

export const IntakeConfig = z
  .strictObject({
    host: Name.default('127.0.0.1').meta(
      about('The address to listen on; this machine alone when not given.', '0.0.0.0'),
    ),
    port: z
      .int()
      .min(0)
      .max(65535)
      .default(8080)
      .meta(about('The port to listen on; 0 takes a free one.', 8080)),
    max_body_kb: z
      .int()
      .min(1)
      .max(65536)
      .default(1024)
      .meta(about('Larger bodies are refused, in kilobytes.', 1024)),
    rate: z
      .strictObject({
        per_second: z
          .number()
          .positive()
          .max(100_000)
          .default(500)
          .meta(about('How many deliveries a second a source may send on average.', 500)),
        burst: z.int().min(1).max(1_000_000).default(2000).meta(about('How many it may send at once.', 2000)),
      })
      .readonly()
      .prefault({})
      .meta(
        about('The limit of each source by itself. Beyond it the sender hears 429 and when to come again.'),
      ),
    sources: z
      .strictObject({
        alertmanager: sender('Prometheus Alertmanager'),
        grafana: sender('Grafana'),
        pagerduty: sender('PagerDuty'),
        datadog: sender('Datadog'),
        generic: sender('anything that can post JSON'),
      })
      .readonly()
      .default({})
      .meta(
        about(
          'How each sender proves who it is. One that is not named here is let in from this machine alone, and only while `host` is this machine.',
        ),
      ),
  })
  .readonly()
  .prefault({})
  .meta(about('The HTTP door for alerts.'));
