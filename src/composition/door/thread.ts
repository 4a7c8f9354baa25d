import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openInbox } from '../../../storage/open-inbox.ts';
import { createCounters } from '../../intake/counters.ts';
import { IntakeError } from '../../intake/intake-error.ts';
import { primeReading } from '../../intake/prime.ts';
import { startIntake } from '../../intake/start-intake.ts';
import type { Log } from '../../response/ports.ts';
import { systemClock } from '../../time/clock.ts';
import { createQuestions } from './questions.ts';
import type { DoorOrders, FromDoor, ToDoor } from './words.ts';

// The thread of the door for alerts: what comes in is proved, read and committed here. `in-thread.ts` starts it.
if (parentPort !== null) await keepDoor(parentPort, workerData as DoorOrders);

async function keepDoor(bot: MessagePort, orders: DoorOrders): Promise<void> {
  const { storagePath, turns, config, known, version } = orders;
  const tell = (word: FromDoor): void => bot.postMessage(word);
  const say =
    (level: keyof Log): Log['info'] =>
    (message, fields) =>
      tell({ kind: 'log', level, message, fields });
  const log: Log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  const questions = createQuestions(tell);
  const counters = createCounters();

  await primeReading(known, systemClock);
  const { inbox, close } = await openInbox(storagePath, { clock: systemClock, log, turns });
  try {
    const intake = await startIntake({
      config,
      inbox,
      health: questions.health,
      countedElsewhere: questions.counts,
      counters,
      log,
      clock: systemClock,
      known,
      version,
      wake: () => tell({ kind: 'accepted' }),
    });
    bot.on('message', (word: ToDoor) => {
      if (word.kind === 'told') return questions.answered(word);
      void intake.close().finally(() => {
        close();
        bot.close();
      });
    });
    tell({ kind: 'open', url: intake.url });
  } catch (error) {
    close();
    if (!(error instanceof IntakeError)) throw error;
    const { code, message, hint } = error;
    tell({ kind: 'refused', code, message, hint });
  }
}
