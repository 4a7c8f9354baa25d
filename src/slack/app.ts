import { App, HTTPReceiver } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Log } from '../response/ports.ts';
import type { Home } from './slack-home.ts';
import type { SlackDelivery, SlackSettings } from './slack-ports.ts';
import { openSocketReceiver } from './hear/socket-receiver.ts';
import type { SocketState } from './hear/socket-receiver.ts';
import { interactionOptions } from './web-clients.ts';

/** The path Slack's requests come to in HTTP mode. */
const requestPath = '/slack/events';

export type BoltApp = {
  readonly app: App;
  /** Opens the socket or the port; the port, or null. */
  start(): Promise<number | null>;
  stop(): Promise<void>;
};

/** The Bolt app without listeners, for Socket Mode or HTTP. Nothing is remembered in memory between payloads. */
export function createBoltApp(options: {
  readonly settings: SlackSettings;
  readonly home: Home;
  readonly logger: Logger;
  readonly log: Log;
  readonly onState: (state: SocketState) => void;
}): BoltApp {
  const { settings, home, logger } = options;
  const way = openReceiver(settings.delivery, options);
  const app = new App({
    receiver: way.receiver,
    logger,
    convoStore: false,
    clientOptions: interactionOptions({ slackApiUrl: settings.slackApiUrl, logger }),
    authorize: () =>
      Promise.resolve({ botToken: settings.botToken, botId: home.botId, botUserId: home.userId }),
  });
  // Whoever handles the payload logs the failure and tries again.
  app.error(async (error) => {
    throw error;
  });
  return { app, start: () => way.start(), stop: () => way.stop() };
}

type OpenReceiver = { readonly receiver: Receiver; start(): Promise<number | null>; stop(): Promise<void> };

function openReceiver(
  delivery: SlackDelivery,
  options: {
    readonly settings: SlackSettings;
    readonly logger: Logger;
    readonly log: Log;
    readonly onState: (state: SocketState) => void;
  },
): OpenReceiver {
  switch (delivery.kind) {
    case 'socket': {
      const socket = openSocketReceiver({
        appToken: delivery.appToken,
        pingTimeoutMs: delivery.pingTimeoutMs,
        slackApiUrl: options.settings.slackApiUrl,
        logger: options.logger,
        log: options.log,
        onState: options.onState,
      });
      const start = async (): Promise<null> => {
        await socket.start();
        return null;
      };
      return { receiver: socket.receiver, start, stop: () => socket.stop() };
    }
    case 'http': {
      const receiver = new HTTPReceiver({
        signingSecret: delivery.signingSecret,
        endpoints: [requestPath],
        logger: options.logger,
      });
      return {
        receiver,
        start: async () => {
          // Bolt would listen on every interface.
          const server = await receiver.start({ port: delivery.port, host: delivery.host ?? '127.0.0.1' });
          const address = server.address();
          return typeof address === 'object' && address !== null ? address.port : delivery.port;
        },
        stop: () => receiver.stop(),
      };
    }
  }
}
