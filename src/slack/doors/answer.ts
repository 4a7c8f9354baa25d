import type { WebClient } from '@slack/web-api';
import type { Document } from '../../message/document.ts';
import type { Log } from '../../response/ports.ts';
import type { Asker } from './asker.ts';
import { renderBlocks, renderPlain } from '../render/render-blocks.ts';
import { platformError } from '../slack-errors.ts';

/** Tells one person something, where they asked. Never throws: an answer that cannot be given is logged. */
export type Answer = (asker: Asker, document: Document) => Promise<void>;

const timeoutMs = 10_000;

/**
 * Through the response URL where there is one (it works in channels the bot is not in), else as an ephemeral message in
 * the thread the person asked in. When Slack refuses the blocks, the text alone is sent.
 */
export function createAnswer(ports: {
  readonly client: WebClient;
  readonly log: Log;
  /** Where else than at slack.com response URLs may point: the Web API's own address. */
  readonly slackApiUrl?: string | undefined;
}): Answer {
  return async (asker, document) => {
    try {
      if (asker.responseUrl !== null && isSlack(asker.responseUrl, ports.slackApiUrl)) {
        if (await respond(asker, asker.responseUrl, document)) return;
        ports.log.warn('the response URL no longer answers', { user: asker.user });
      }
      await postEphemeral(ports.client, asker, document);
    } catch (error) {
      ports.log.error('an answer did not reach the person', {
        user: asker.user,
        channel: asker.channel,
        error: String(error),
        hint: 'Invite the bot to the channel if it is not there.',
      });
    }
  };
}

async function postEphemeral(client: WebClient, asker: Asker, document: Document): Promise<void> {
  const { channel, user } = asker;
  // Pressed in the bot's home, there is no channel: the answer goes to that person's messages.
  if (channel === null) {
    const message = renderBlocks(document);
    await client.chat.postMessage({ channel: user, text: message.text, blocks: [...message.blocks] });
    return;
  }
  const place = { channel, user, ...(asker.thread !== null && { thread_ts: asker.thread }) };
  const { text, blocks } = renderBlocks(document);
  try {
    await client.chat.postEphemeral({ ...place, text, blocks: [...blocks] });
  } catch (error) {
    const word = platformError(error) ?? '';
    if (!['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'].includes(word)) throw error;
    await client.chat.postEphemeral({ ...place, ...renderPlain(document) });
  }
}

/** False when the URL is used up, too old or gone. */
async function respond(asker: Asker, url: string, document: Document): Promise<boolean> {
  const message = renderBlocks(document);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      response_type: 'ephemeral',
      replace_original: asker.replaces,
      unfurl_links: false,
      unfurl_media: false,
      ...message,
    }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => null);
  return response?.ok ?? false;
}

/** The URL came with a payload: only Slack's own hosts are called. */
function isSlack(url: string, slackApiUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (slackApiUrl !== undefined && origin === new URL(slackApiUrl).origin) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}
