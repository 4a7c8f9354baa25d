import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** Why a call for the outbox did not work, by what has to be done about it. */
export type SendFailure =
  /** Slack asks to slow down; nothing was done. */
  | { readonly kind: 'wait'; readonly seconds: number; readonly reason: string }
  /** Slack was not reached: nothing was done. */
  | { readonly kind: 'away'; readonly reason: string }
  /** It may have been done: look before doing it again. */
  | { readonly kind: 'unclear'; readonly reason: string }
  /** The blocks are not to Slack's liking; the text may be. */
  | { readonly kind: 'blocks'; readonly reason: string }
  /** The message or its thread is no longer there. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** It can never go there. */
  | { readonly kind: 'place'; readonly reason: string; readonly hint: string }
  /** The bot's rights are missing: it can go out once somebody has repaired them. */
  | { readonly kind: 'rights'; readonly reason: string; readonly hint: string }
  /** `own`: the bot itself failed, perhaps after Slack had done it. */
  | { readonly kind: 'other'; readonly reason: string; readonly own?: true };

const placeHints: Readonly<Record<string, string>> = {
  channel_not_found: 'Check the channel in fishbone.yml, and invite the bot if it is private.',
  not_in_channel: 'Invite the bot to the channel.',
  is_archived: 'Unarchive the channel or name another one in fishbone.yml.',
  restricted_action: 'The workspace lets only some people post there; name another channel in fishbone.yml.',
  restricted_action_read_only_channel: 'The channel is read-only; name another one in fishbone.yml.',
  restricted_action_thread_locked: 'The thread is locked; unlock it in Slack.',
  cannot_reply_to_message: 'The message cannot have a thread.',
  cant_update_message: 'The message belongs to another app.',
  edit_window_closed: 'The workspace does not let messages be edited for so long.',
};
const blockWords = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_attachments',
];
const goneWords = ['message_not_found', 'thread_not_found'];
const waitWords = ['ratelimited', 'rate_limited', 'message_limit_exceeded'];
const unclearWords = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
];
const rightsWords = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'no_permission',
  'access_denied',
  'ekm_access_denied',
  'org_login_required',
];

export function readFailure(error: unknown): SendFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'wait', seconds: error.retryAfter, reason: 'rate limited' };
  }
  if (error instanceof WebAPIPlatformError) return readWord(error.data.error);
  if (error instanceof WebAPIRequestError) return readCutLine(error.original);
  if (error instanceof WebAPIHTTPError) {
    const reason = `HTTP ${error.statusCode}`;
    return error.statusCode >= 500 ? { kind: 'unclear', reason } : { kind: 'other', reason };
  }
  return { kind: 'other', reason: error instanceof Error ? error.message : String(error), own: true };
}

/** A line that was never open carried nothing; one that broke may have. */
const neverOpen = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

function readCutLine(original: Error): SendFailure {
  const { cause } = original;
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  if (code !== null && neverOpen.includes(code)) return { kind: 'away', reason: code };
  return { kind: 'unclear', reason: code ?? original.message };
}

function readWord(word: string): SendFailure {
  const hint = placeHints[word];
  if (hint !== undefined) return { kind: 'place', reason: word, hint };
  if (blockWords.includes(word)) return { kind: 'blocks', reason: word };
  if (goneWords.includes(word)) return { kind: 'gone', reason: word };
  if (waitWords.includes(word)) return { kind: 'wait', seconds: 30, reason: word };
  if (unclearWords.includes(word)) return { kind: 'unclear', reason: word };
  if (rightsWords.includes(word)) {
    return {
      kind: 'rights',
      reason: word,
      hint: 'Install the app again with the scopes of manifest.yml and start the bot with its token.',
    };
  }
  // A body that is no JSON arrives as its own error word.
  return word.length > 60
    ? { kind: 'unclear', reason: 'an answer that is not JSON' }
    : { kind: 'other', reason: word };
}

/** Seconds until the next try: 1, 2, 4 … 60. */
export function backoffSeconds(attempts: number): number {
  return Math.min(60, 2 ** Math.min(6, Math.max(0, attempts - 1)));
}
