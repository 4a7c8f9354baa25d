import type { Known } from '../../alert/known.ts';
import type { Counters } from '../../intake/counters.ts';
import type { Health } from '../../intake/health.ts';
import { startIntake } from '../../intake/start-intake.ts';
import type { Intake } from '../../intake/start-intake.ts';
import type { Storage } from '../../../storage/open.ts';
import { systemClock } from '../../time/clock.ts';
import type { BotOptions } from '../bot.ts';
import { openDoorInThread } from './in-thread.ts';

/**
 * Opens the door for alerts, in a thread of its own where another thread can have the same database and the same time: one in
 * memory cannot be shared, and neither can a clock that is played. Throws `IntakeError` when it cannot listen.
 */
export async function openDoor(
  options: Pick<BotOptions, 'loaded' | 'storagePath' | 'version' | 'clock' | 'log'>,
  ports: {
    readonly storage: Pick<Storage, 'inbox' | 'turns'>;
    readonly health: () => Promise<Health>;
    readonly known: Known;
    readonly counters: Counters;
    readonly wake: () => void;
  },
): Promise<Intake> {
  const { storagePath, version, clock, log } = options;
  const config = options.loaded.config.intake;
  const { storage, known, wake, ...told } = ports;
  const { inbox, turns } = storage;
  if (storagePath !== ':memory:' && clock === systemClock)
    return openDoorInThread({ storagePath, turns, config, known, version }, { ...told, wake, log });
  return startIntake({
    ...told,
    config,
    inbox,
    known,
    version,
    clock,
    log,
    // The sender hears 202 first: what follows commits several times, and nothing else runs meanwhile.
    wake: () => void setImmediate(wake),
  });
}
