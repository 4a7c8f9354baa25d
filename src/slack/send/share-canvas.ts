import type { WebClient } from '@slack/web-api';
import type { Log } from '../../response/ports.ts';
import type { PictureItem } from '../../response/store/queues.ts';
import { readFailure } from './send-failure.ts';

/** Slack refuses longer ones. */
const longestTitle = 150;

/**
 * Puts a note into a canvas of the incident's channel. Tried once: free workspaces and apps without the right cannot, and the
 * same note is in the thread as a file by then.
 */
export async function shareCanvas(
  ports: { readonly client: WebClient; readonly log: Log },
  item: Pick<PictureItem, 'channel' | 'incident'>,
  canvas: { readonly title: string; readonly markdown: string },
): Promise<void> {
  try {
    await ports.client.canvases.create({
      title: canvas.title.slice(0, longestTitle),
      document_content: { type: 'markdown', markdown: canvas.markdown },
      channel_id: item.channel,
    });
  } catch (error) {
    ports.log.warn('the note is no canvas; its files stand in the thread', {
      incident: item.incident,
      reason: readFailure(error).reason,
    });
  }
}
