import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { homeDocument } from '../../message/home.ts';
import type { Log } from '../../response/ports.ts';
import type { Responder } from '../../response/responder.ts';
import type { Clock } from '../../time/clock.ts';
import type { Authorize } from '../people/authorize.ts';
import type { Doors } from '../hear/listeners.ts';
import { renderBlocks } from '../render/render-blocks.ts';

const HomeBody = z.object({
  team_id: z.string(),
  event: z.object({ type: z.literal('app_home_opened'), user: z.string(), tab: z.string().optional() }),
});

/** Slack takes a hundred blocks in a home. */
const mostBlocks = 100;

/** Somebody opened the bot's home: it shows what stands now. Who may not work on incidents sees none. */
export function homeDoor(ports: {
  readonly authorize: Authorize;
  readonly responder: Pick<Responder, 'overview' | 'monitors'>;
  readonly client: WebClient;
  readonly clock: Clock;
  readonly log: Log;
}): Doors['home'] {
  return async (body) => {
    const { event, team_id: team } = HomeBody.parse(body);
    if (event.tab !== undefined && event.tab !== 'home') return;
    const permit = await ports.authorize({ team, user: event.user, channel: null });
    const document =
      permit.kind === 'refused'
        ? {
            summary: permit.message,
            blocks: [{ kind: 'paragraph' as const, text: [permit.message] }],
          }
        : homeDocument({
            ...(await ports.responder.overview(permit.person)),
            watched: await ports.responder.monitors(ports.clock.now()),
          });
    const { blocks } = renderBlocks(document);
    try {
      await ports.client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: blocks.slice(0, mostBlocks) },
      });
    } catch (error) {
      // It is shown anew whenever it is opened: trying this one again would show an older one later.
      ports.log.warn('the home could not be shown', { user: event.user, error: String(error) });
    }
  };
}
