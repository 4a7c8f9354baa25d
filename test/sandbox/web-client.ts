import { ErrorCode, WebClient, LogLevel } from '@slack/web-api';
import type { WebClientOptions } from '@slack/web-api';
import type { Sandbox } from '../../sandbox/server.ts';

/** A real client of the sandbox that does not retry on its own. */
export function clientOf(
  sandbox: Sandbox,
  options: WebClientOptions = {},
  token = sandbox.botToken,
): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
    ...options,
  });
}

/** Slack's error name, or what else went wrong; `none` when the call went through. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    const { code, data } = error as { code?: string; data?: { error?: string } };
    return code === ErrorCode.PlatformError ? String(data?.error) : String(code ?? error);
  }
}
