import type { Storage } from '../../storage/open.ts';
import { noProfilesYet } from '../monitors/known-profiles.ts';
import { runDueMonitors } from '../response/monitors/run-monitors.ts';
import type { Services } from '../response/services.ts';
import { onSchedule } from './schedule.ts';

/** Looks at once, for what was missed while it was down, and every minute which monitors are due. Answers with its end, which waits for no slow source. */
export function watchByItself(
  services: Services,
  storage: Pick<Storage, 'monitors' | 'inbox'>,
  wake: () => void,
): () => Promise<void> {
  const { config, warehouses, clock, log, dataNow } = services;
  if (Object.keys(config.config.monitors).length === 0) return async () => {};
  const ending = new AbortController();
  const watching = {
    config,
    warehouses,
    monitors: storage.monitors,
    inbox: storage.inbox,
    clock,
    log,
    dataNow,
    known: noProfilesYet(),
    wake,
  };
  const end = onSchedule(
    '* * * * *',
    async () => {
      await runDueMonitors(watching, clock.now(), ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) throw error;
      });
    },
    { name: 'the watch by itself', log, rightAway: true },
  );
  return async () => {
    ending.abort(new Error('the bot stops'));
    await end();
  };
}
