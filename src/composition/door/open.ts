import type { Known } from '../../alert/known.ts';
import type { Counters } from '../../intake/counters.ts';
import type { Health } from '../../intake/health.ts';
import { startIntake } from '../../intake/start-intake.ts';
import type { Intake } from '../../intake/start-intake.ts';
import type { Storage } from '../../../storage/open.ts';
import type { BotOptions } from '../bot.ts';
import { openDoorInThread } from './in-thread.ts';

/** Opens the door for alerts where the options say that it shall stand. Throws `IntakeError` when it cannot listen. */
export async function openDoor(
  options: Pick<BotOptions, 'door' | 'loaded' | 'storagePath' | 'version' | 'clock' | 'log'>,
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
  switch (options.door) {
    case 'own-thread':
      return openDoorInThread({ storagePath, turns, config, known, version }, { ...told, wake, log });
    case 'same-thread':
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
}
