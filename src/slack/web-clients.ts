import { WebClient } from '@slack/web-api';
import type { Logger, WebClientOptions } from '@slack/web-api';

const callTimeoutMs = 10_000;

type Reach = { readonly slackApiUrl?: string | undefined; readonly logger: Logger };

/** For answering people: a rate limit is an error at once, a broken connection is tried twice more, soon. */
export function interactionOptions(reach: Reach): WebClientOptions {
  return {
    ...reachOptions(reach),
    rejectRateLimitedCalls: true,
    timeout: callTimeoutMs,
    retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1000 },
  };
}

/**
 * For the outbox: nothing is repeated by the client. `chat.postMessage` has no idempotency key, so only the outbox, which
 * can look whether a message arrived, may send again. A queue of its own, so that one 429 does not hold up people.
 */
export function outboxOptions(reach: Reach): WebClientOptions {
  return {
    ...reachOptions(reach),
    rejectRateLimitedCalls: true,
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
  };
}

/** For the socket: patient, as a reconnect that runs out of retries ends the process. */
export function socketOptions(reach: Reach): WebClientOptions {
  return {
    ...reachOptions(reach),
    retryConfig: { forever: true, factor: 1.5, minTimeout: 500, maxTimeout: 30_000, randomize: true },
  };
}

/** Every call gives new objects: the socket client writes its retries into the options it is handed. */
function reachOptions(reach: Reach): WebClientOptions {
  return { logger: reach.logger, ...(reach.slackApiUrl !== undefined && { slackApiUrl: reach.slackApiUrl }) };
}

export function openClient(token: string, options: WebClientOptions): WebClient {
  return new WebClient(token, options);
}
