import { createHash } from 'node:crypto';

/** Two identical bodies within this span are one delivery and its retry; later ones are a monitor repeating itself. */
const retryWindowSeconds = 300;

/**
 * The name of a delivery: the same name twice is one inbox item. What counts as the same depends on what the sender gives:
 *
 * - The body names its own event (PagerDuty, Datadog): every attempt to deliver it is the same, whenever it comes. A
 *   captured request that is sent again next week changes nothing.
 * - The time was signed: the same signature is the same delivery. An attempt that was signed anew is another, and the
 *   incident takes it for a repeat, which is quiet.
 * - Neither (Alertmanager, a plain bearer token): the same body within the same five minutes. Alertmanager retries a failed
 *   delivery until its group interval ends, five minutes by default, and repeats an unchanged alert, byte for byte, after
 *   its repeat interval, four hours by default. The first must be one item, and the second must not vanish: it tells the
 *   responder that the alert still fires. The spans are fixed, so a retry on the border of two makes two items; grouping
 *   takes the second for a repeat, which loses nothing. The other mistake would swallow an alert.
 */
export function deliveryKey(delivery: {
  readonly source: string;
  readonly body: Uint8Array;
  readonly eventId: string | null;
  readonly signedAt: string | null;
  readonly receivedAt: Date;
}): string {
  const { source, body, eventId, signedAt, receivedAt } = delivery;
  const hash = createHash('sha256');
  hash.update(`${source}\n`);
  if (eventId === null) hash.update(`${signedAt ?? `span ${spanOf(receivedAt)}`}\n`);
  return hash.update(body).digest('hex');
}

function spanOf(at: Date): number {
  return Math.floor(at.getTime() / 1000 / retryWindowSeconds);
}
