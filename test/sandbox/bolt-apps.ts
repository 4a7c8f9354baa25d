import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Sandbox } from '../../sandbox/server.ts';

/**
 * A real Bolt app over Socket Mode, its receiver with client options of its own.
 * @param reconnectAfterMs the client's ping timeout, which is also its pause before a reconnect. Short only in tests of
 * reconnecting: on a busy machine a short one takes a late pong for a dead connection.
 */
export function socketApp(sandbox: Sandbox, reconnectAfterMs = 5000): App {
  const receiver = new SocketModeReceiver({
    appToken: sandbox.appToken,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: reconnectAfterMs,
    installerOptions: { clientOptions: { slackApiUrl: sandbox.apiUrl } },
  });
  return new App({
    token: sandbox.botToken,
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
}

/** A real Bolt app over signed HTTP, and the URL Slack must send to. */
export async function httpApp(sandbox: Sandbox): Promise<{ app: App; requestUrl: string }> {
  const receiver = new HTTPReceiver({
    signingSecret: sandbox.signingSecret,
    logLevel: LogLevel.ERROR,
    port: 0,
  });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return { app, requestUrl: `http://127.0.0.1:${address.port}/slack/events` };
}
