import type { FormatName } from '../alert/format.ts';
import { durationSeconds } from '../config/durations.ts';
import type { IntakeSourceConfig } from '../config/schema.ts';
import { isLoopback } from './loopback.ts';

/** How a source proves who it is. */
export type Gate =
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'hmac';
      readonly secret: string;
      readonly header: string;
      /** Null when the sender does not sign a time. */
      readonly timestampHeader: string | null;
      readonly toleranceSeconds: number;
    }
  /** No secret is configured and only this machine can reach the port. */
  | { readonly kind: 'open' }
  /** No secret is configured and others can reach the port. */
  | { readonly kind: 'closed' };

/**
 * The gate of a source. Without a secret it is open only while the server listens on the loopback address; anywhere else
 * nothing gets in.
 */
export function gateOf(source: FormatName, config: IntakeSourceConfig | undefined, host: string): Gate {
  if (config === undefined) return { kind: isLoopback(host) ? 'open' : 'closed' };
  if ('bearer' in config) return { kind: 'bearer', token: config.bearer };
  const usual = usualHeaders[source];
  return {
    kind: 'hmac',
    secret: config.hmac.secret,
    header: config.hmac.header ?? usual.header,
    timestampHeader: config.hmac.timestamp_header ?? usual.timestampHeader,
    toleranceSeconds: durationSeconds(config.hmac.tolerance) ?? 300,
  };
}

const own = { header: 'x-fishbone-signature', timestampHeader: 'x-fishbone-timestamp' };

/**
 * Where each sender puts its signature. PagerDuty signs no time, but every body bears the id of its event. Grafana signs
 * a time once its contact point names the header for it, and we ask for that. The others do not sign by themselves.
 */
const usualHeaders: Readonly<
  Record<FormatName, { readonly header: string; readonly timestampHeader: string | null }>
> = {
  pagerduty: { header: 'x-pagerduty-signature', timestampHeader: null },
  grafana: { header: 'x-grafana-alerting-signature', timestampHeader: 'x-grafana-alerting-timestamp' },
  alertmanager: own,
  datadog: own,
  generic: own,
};
