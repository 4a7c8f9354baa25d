import { openStorage } from '../../storage/open.ts';
import type { FormatName } from '../alert/format.ts';
import { knownFrom } from '../alert/known.ts';
import type { FishboneConfig } from '../config/schema.ts';
import { receive } from '../intake/receive.ts';
import type { Receipt } from '../intake/receive.ts';
import type { Log } from '../response/ports.ts';
import type { Clock } from '../time/clock.ts';

/** Puts an alert into the inbox on disk by the same steps as the intake: the bot finds it when it starts. */
export async function keepInInbox(
  alert: { readonly source: FormatName; readonly bytes: Uint8Array; readonly now: Date },
  config: FishboneConfig,
  ports: { readonly clock: Clock; readonly log: Log },
): Promise<Receipt> {
  const storage = await openStorage(config.storage.path, { ...ports, exclusive: false });
  try {
    return await receive(
      { source: alert.source, bytes: alert.bytes, signedAt: null, receivedAt: alert.now },
      { inbox: storage.inbox, known: knownFrom(config.models) },
    );
  } finally {
    storage.close();
  }
}
