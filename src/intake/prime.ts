import type { Known } from '../alert/known.ts';
import type { Inbox } from '../response/store/inbox.ts';
import type { Clock } from '../time/clock.ts';
import { receive } from './receive.ts';

const TIMES = 300;

/**
 * Reads made-up alerts about the known models and keeps none of them, some 60 ms long: otherwise the first seconds of a
 * storm are those in which the code that reads alerts is not compiled yet.
 */
export async function primeReading(known: Known, clock: Clock): Promise<void> {
  const keepsNothing: Pick<Inbox, 'accept' | 'failed'> = {
    accept: async () => ({ kind: 'accepted', id: 0 }),
    failed: async () => {},
  };
  for (let number = 0; number < TIMES; number += 1) {
    const model = known.models[number % known.models.length]?.name;
    const alert = { model, metric: 'auc', value: 0.6, baseline: 0.86, severity: 'warning', number };
    const bytes = Buffer.from(JSON.stringify(alert));
    await receive(
      { source: 'generic', bytes, signedAt: null, receivedAt: clock.now() },
      { known, inbox: keepsNothing },
    );
  }
}
