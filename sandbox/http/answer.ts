import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiFault } from '../faults.ts';
import type { Fields } from '../fields.ts';

/** An answer ready to be sent. */
export type Answer = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: Fields | string;
};

export function send(response: ServerResponse, answer: Answer): void {
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status, {
    'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    ...answer.headers,
  });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}

/**
 * Serves a request under whatever fault is switched on for it.
 * Returns what went over the wire: the answer, or undefined when the connection was cut or left hanging.
 */
export async function serveWithFault(
  response: ServerResponse,
  fault: ApiFault | undefined,
  serve: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const reply = (answer: Answer): Answer => {
    send(response, answer);
    return answer;
  };
  const cut = (): undefined => {
    response.socket?.resetAndDestroy();
    return undefined;
  };
  switch (fault?.kind) {
    case undefined:
      return reply(await serve());
    case 'drop':
      return cut();
    case 'apply_then_drop':
      await serve();
      return cut();
    case 'hang':
      return undefined;
    case 'delay':
      await sleep(fault.ms);
      return reply(await serve());
    case 'rate_limit':
      return reply(rateLimited(fault.retryAfterSeconds));
    case 'status':
      return reply({ status: fault.status, body: 'upstream connect error' });
    case 'error':
      return reply({ status: 200, body: { ok: false, error: fault.error } });
  }
}

export function rateLimited(retryAfterSeconds: number): Answer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: { ok: false, error: 'ratelimited' },
  };
}
