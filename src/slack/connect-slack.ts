import { readFailure } from './send/send-failure.ts';
import type { SlackPorts, SlackSettings, SlackSide } from './slack-ports.ts';
import { startSlack } from './start-slack.ts';
import { createWaiter } from './waiter.ts';

const longestPauseMs = 60_000;

/**
 * The bot's Slack side for a process that must start although Slack is down: incidents are kept and their messages wait
 * in the outbox until Slack answers. `opened` rejects when trying again would not help, say with a wrong token.
 */
export function connectSlack(settings: SlackSettings, ports: SlackPorts): SlackSide {
  const waiter = createWaiter();
  const since = ports.clock.now();
  let side: SlackSide | null = null;
  const life = { isClosed: false };

  const connect = async (): Promise<void> => {
    for (let tries = 1; side === null && !life.isClosed; tries += 1) {
      try {
        side = await startSlack(settings, ports);
      } catch (error) {
        const failure = readFailure(error);
        if (!['away', 'unclear', 'wait'].includes(failure.kind)) throw error;
        ports.log.warn('Slack is not to be reached; trying again', { reason: failure.reason, tries });
        await waiter.wait(Math.min(longestPauseMs, 1000 * 2 ** Math.min(tries, 6)));
      }
    }
  };
  const connecting = connect();
  const opened = connecting.then(() => side?.opened);
  // Whoever waits hears of it; without a listener it must not end the process.
  opened.catch((error: unknown) => ports.log.error('Slack cannot be used', { error: String(error) }));

  return {
    opened,
    health: () => side?.health() ?? { delivery: settings.delivery.kind, state: 'off', since, removed: null },
    wake: () => side?.wake(),
    isAmong: async (ids, person) => (await side?.isAmong(ids, person)) ?? false,
    get port() {
      return side?.port ?? null;
    },
    async close(drainMs) {
      life.isClosed = true;
      waiter.wake();
      await connecting.catch(() => {});
      await side?.close(drainMs);
    },
  };
}
