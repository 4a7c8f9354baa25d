import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Log } from '../../response/ports.ts';
import { socketOptions } from '../web-clients.ts';

export type SocketState = 'connecting' | 'connected' | 'reconnecting' | 'disconnected' | 'failed';

const stopWithinMs = 2000;

/**
 * Bolt's Socket Mode receiver with options of its own: it writes its retries into the object it is given. Its state is
 * told with every change. A reconnect that fails for good (say, a revoked token) is a state, not the end of the process.
 */
export function openSocketReceiver(options: {
  readonly appToken: string;
  readonly slackApiUrl?: string | undefined;
  /** Also the pause before a reconnect. */
  readonly pingTimeoutMs?: number | undefined;
  readonly logger: Logger;
  readonly log: Log;
  readonly onState: (state: SocketState) => void;
}): { readonly receiver: SocketModeReceiver; start(): Promise<void>; stop(): Promise<void> } {
  const { slackApiUrl, logger, log, onState } = options;
  const life = { isOpen: true };
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    logger,
    ...(options.pingTimeoutMs !== undefined && { clientPingTimeout: options.pingTimeoutMs }),
    installerOptions: {
      clientOptions: {
        ...socketOptions({ slackApiUrl, logger }),
        // The socket's client tries for ever; after the stop it waits for nothing, and holds up no process.
        fetch: (url, init) => (life.isOpen ? globalThis.fetch(url, init) : new Promise(() => {})),
      },
    },
  });
  const { client } = receiver;
  client.on('connecting', () => onState('connecting'));
  client.on('connected', () => {
    // Stopped while it was connecting: the client forgets that, and the open socket would hold up the process.
    if (life.isOpen) onState('connected');
    else void client.disconnect();
  });
  client.on('reconnecting', () => onState('reconnecting'));
  client.on('close', () => onState('reconnecting'));
  client.on('disconnected', () => onState('disconnected'));
  const start = client.start.bind(client);
  let hasStarted = false;
  client.start = async () => {
    try {
      const answer = await start();
      hasStarted = true;
      return answer;
    } catch (error) {
      onState('failed');
      if (!hasStarted) throw error;
      log.error('the socket cannot be opened again', {
        error: String(error),
        hint: 'Check SLACK_APP_TOKEN and restart the bot; alerts are still taken in.',
      });
      return { ok: false };
    }
  };
  return {
    receiver,
    start: async () => void (await receiver.start()),
    async stop() {
      life.isOpen = false;
      await Promise.race([client.disconnect(), sleep(stopWithinMs, undefined, { ref: false })]);
    },
  };
}
