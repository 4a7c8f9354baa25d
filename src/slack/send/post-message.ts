import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { ChatPostMessageResponse, WebClient } from '@slack/web-api';

export type OutgoingMessage = {
  readonly channel: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata?: MessageMetadata;
};

/** Posts a message. What it links to is never unfolded: Slack would fetch and show what an alert names. */
export function postMessage(client: WebClient, message: OutgoingMessage): Promise<ChatPostMessageResponse> {
  return client.chat.postMessage({ ...message, unfurl_links: false, unfurl_media: false });
}
