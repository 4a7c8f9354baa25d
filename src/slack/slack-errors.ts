import { WebAPIPlatformError } from '@slack/web-api';

/** The error word of an answer with `ok: false`, such as `channel_not_found`; null for every other failure. */
export function platformError(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}
