import type { Log } from '../response/ports.ts';

/**
 * Resolves when something threw where nobody caught it: nobody knows then what is still right in this process. Whoever waits
 * ends it cleanly, so that the supervisor starts a new one; everything that counts is on the disk.
 */
export function untilBroken(log: Log): Promise<'broken'> {
  return new Promise((resolve) => {
    const tell = (error: unknown): void => {
      log.error('something broke that nobody expected; the bot ends, so that it can be started anew', {
        error: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? error.stack : undefined,
        hint: 'This is a bug: report it with this message. Nothing that was acknowledged is lost.',
      });
      resolve('broken');
    };
    process.on('unhandledRejection', tell);
    process.on('uncaughtException', tell);
  });
}
