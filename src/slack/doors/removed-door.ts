import { z } from 'zod';
import type { Log } from '../../response/ports.ts';
import type { Doors } from '../hear/listeners.ts';

const RemovedBody = z.object({
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('app_uninstalled') }),
    z.object({
      type: z.literal('tokens_revoked'),
      tokens: z.object({ bot: z.array(z.string()).default([]) }).default({ bot: [] }),
    }),
  ]),
});

/** Slack took the bot's rights away: incidents go on, nothing can be said any more, and health says so. */
export function removedDoor(ports: {
  readonly log: Log;
  readonly removed: (how: string) => void;
}): Doors['removed'] {
  return async (body) => {
    const { event } = RemovedBody.parse(body);
    // People's own tokens may be revoked without touching the bot.
    if (event.type === 'tokens_revoked' && event.tokens.bot.length === 0) return;
    ports.log.error('Slack removed the bot', {
      event: event.type,
      hint: 'Install the app again and start the bot with the new token; the outbox is kept.',
    });
    ports.removed(event.type);
  };
}
