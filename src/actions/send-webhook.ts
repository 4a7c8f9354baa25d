import { createHmac } from 'node:crypto';
import type { ActionConfig } from '../config/schema/actions-schema.ts';
import { durationSeconds } from '../config/durations.ts';
import type { RunAction } from '../response/ports.ts';
import { askOnce } from './answered.ts';
import type { Ran } from './answered.ts';

type Webhook = Extract<ActionConfig, { type: 'webhook' }>;

/**
 * A POST with the mitigation as JSON, signed like the alerts that come in: `X-Fishbone-Signature: v1=<hex>` is the
 * HMAC-SHA256 of `timestamp.body`. `Idempotency-Key` is the same for the same run.
 */
export function sendWebhook(
  action: Webhook,
  { key, incident, kind, target, sentence }: Parameters<RunAction>[0],
  at: { readonly now: Date; readonly signal: AbortSignal },
): Promise<Ran> {
  const body = JSON.stringify({ key, incident, kind, target, sentence, at: at.now.toISOString() });
  const timestamp = String(Math.floor(at.now.getTime() / 1000));
  const signature = createHmac('sha256', action.secret).update(`${timestamp}.${body}`).digest('hex');
  const seconds = durationSeconds(action.timeout) ?? 30;
  return askOnce(action.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      'x-fishbone-timestamp': timestamp,
      'x-fishbone-signature': `v1=${signature}`,
    },
    body,
    signal: AbortSignal.any([at.signal, AbortSignal.timeout(seconds * 1000)]),
  });
}
