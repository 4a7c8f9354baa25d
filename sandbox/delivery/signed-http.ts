import { createHmac, randomUUID } from 'node:crypto';
import { asFields, parseJson } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { TrafficLog } from '../traffic.ts';
import { trafficName } from './traffic-name.ts';
import type { Ack, Attempt, Carrier } from './deliver.ts';

export type SignedHttp = {
  readonly carry: Carrier;
  /** Sends the url_verification challenge; true when the bot echoed it. */
  verify(): Promise<boolean>;
};

type SignedHttpParts = {
  readonly requestUrl: () => string;
  readonly signingSecret: string;
  readonly ackLimitMs: number;
  readonly traffic: TrafficLog;
};

/** Slack's HTTP delivery: bodies signed with the v0 scheme, anything but a 2xx within the limit is a failure. */
export function serveSignedHttp(parts: SignedHttpParts): SignedHttp {
  const post = async (body: string, contentType: string, headers: Record<string, string>): Promise<Ack> => {
    try {
      const response = await fetch(parts.requestUrl(), {
        method: 'POST',
        headers: { 'content-type': contentType, ...sign(body, parts.signingSecret), ...headers },
        body,
        signal: AbortSignal.timeout(parts.ackLimitMs),
      });
      const text = await response.text();
      if (response.ok) return { outcome: 'acked', body: asFields(parseJson(text)) ?? (text ? { text } : {}) };
      const isFinal = response.headers.get('x-slack-no-retry') === '1';
      return { outcome: 'failed', reason: isFinal ? 'no_retry' : 'http_error' };
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      return isTimeout ? { outcome: 'timeout' } : { outcome: 'failed', reason: 'connection_failed' };
    }
  };

  return {
    async carry(attempt) {
      const ack = await post(...encode(attempt));
      parts.traffic.record({
        direction: 'out',
        via: 'http',
        name: trafficName(attempt),
        request: attempt.payload,
        response: ack,
        status: ack.outcome === 'acked' ? 200 : 0,
      });
      return ack;
    },
    async verify() {
      const challenge = randomUUID();
      const body = JSON.stringify({ type: 'url_verification', token: 'sandbox', challenge });
      const ack = await post(body, 'application/json', {});
      return (
        ack.outcome === 'acked' && (ack.body['challenge'] === challenge || ack.body['text'] === challenge)
      );
    },
  };
}

/** Slack's request signature: HMAC-SHA256 over version, timestamp and raw body. */
function sign(
  body: string,
  secret: string,
  atSeconds = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${atSeconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(atSeconds), 'x-slack-signature': `v0=${signature}` };
}

function encode(attempt: Attempt): [body: string, contentType: string, headers: Record<string, string>] {
  const form = 'application/x-www-form-urlencoded';
  switch (attempt.type) {
    case 'events_api':
      return [JSON.stringify(attempt.payload), 'application/json', retryHeaders(attempt)];
    case 'slash_commands':
      return [new URLSearchParams(flatten(attempt.payload)).toString(), form, {}];
    case 'interactive':
      return [new URLSearchParams({ payload: JSON.stringify(attempt.payload) }).toString(), form, {}];
  }
}

function retryHeaders(attempt: Attempt): Record<string, string> {
  if (attempt.retryNumber === 0) return {};
  const reason = attempt.retryReason === 'timeout' ? 'http_timeout' : (attempt.retryReason ?? 'http_error');
  return { 'x-slack-retry-num': String(attempt.retryNumber), 'x-slack-retry-reason': reason };
}

function flatten(payload: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
}
