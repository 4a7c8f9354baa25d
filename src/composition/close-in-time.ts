import type { Log } from '../response/ports.ts';
import type { Bot } from './bot.ts';

/** Supervisors send SIGKILL after ten seconds; on a busy machine the end itself takes one or two of them. */
const LONGEST_MS = 8000;

/** Closes the bot; what takes too long is left as it is on the disk, and the next start goes on with it. */
export async function closeInTime(bot: Pick<Bot, 'close'>, log: Log, longestMs = LONGEST_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), longestMs);
  });
  const closed = bot.close().then(
    () => 'closed' as const,
    (error: unknown) => {
      log.error('the bot could not be closed cleanly', { error: String(error) });
      return 'closed' as const;
    },
  );
  const how = await Promise.race([closed, late]);
  clearTimeout(timer);
  if (how === 'closed') return;
  log.warn('what is under way takes too long; the next start goes on with it');
  process.exit(0);
}
