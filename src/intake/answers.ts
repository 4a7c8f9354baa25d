import type { Receipt } from './receive.ts';

/** Everything the alert door can say, with the outcome under which it is counted. */
export type Answer = {
  readonly outcome: string;
  readonly status: 200 | 202 | 400 | 401 | 404 | 405 | 408 | 413 | 415 | 429 | 503;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A refusal: a code for programs, what and why for people, and what to do. */
export function refusal(
  outcome: string,
  status: Exclude<Answer['status'], 200 | 202>,
  said: { readonly message: string; readonly hint: string; readonly problems?: readonly string[] },
  headers?: Readonly<Record<string, string>>,
): Answer {
  return {
    outcome,
    status,
    body: { error: { code: outcome, ...said } },
    ...(headers === undefined ? {} : { headers }),
  };
}

export function answerTo(receipt: Receipt): Answer {
  switch (receipt.kind) {
    case 'accepted':
      return {
        outcome: 'accepted',
        status: 202,
        body: { accepted: true, delivery: receipt.id, alerts: receipt.alerts },
      };
    case 'duplicate':
      return {
        outcome: 'duplicate',
        status: 200,
        body: { accepted: true, duplicate: true, delivery: receipt.id, alerts: receipt.alerts },
      };
    case 'skipped':
      return { outcome: 'skipped', status: 200, body: { accepted: true, alerts: 0, reason: receipt.reason } };
    case 'malformed':
      return refusal('malformed', 400, {
        message: 'The body is not an alert in this format; it is kept in the inbox for inspection.',
        problems: receipt.problems,
        hint: receipt.hint,
      });
  }
}
