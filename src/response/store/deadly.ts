import type { InboxItem } from './inbox.ts';

const mostDeaths = 20;

/**
 * Whether a delivery may be what ends the process: it was taken so often, and nothing was ever heard of how that went. It
 * is kept for inspection then, so that the bot does not die of it for ever.
 */
export function isDeadly({ attempts, failures }: InboxItem): boolean {
  return attempts - failures - 1 >= mostDeaths;
}

export const deadlyReason = `the bot ended ${mostDeaths} times while it was being handled`;
