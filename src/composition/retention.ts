import type { Forgetting } from '../../storage/forget.ts';
import { durationSeconds } from '../config/durations.ts';
import type { FishboneConfig } from '../config/schema.ts';
import type { Log } from '../response/ports.ts';

const EVERY_MS = 6 * 3600_000;

/** Deletes what is older than the configuration keeps, now and four times a day. Answers with the function that ends it. */
export function startRetention(
  forgetting: Forgetting,
  config: FishboneConfig['storage']['retention'],
  log: Log,
): () => void {
  const retention = {
    inboxSeconds: durationSeconds(config.inbox),
    messageSeconds: durationSeconds(config.messages),
    incidentSeconds: config.incidents === undefined ? null : durationSeconds(config.incidents),
  };
  const sweep = async (): Promise<void> => {
    try {
      const { deliveries, messages, incidents } = await forgetting.sweep(retention);
      if (deliveries + messages + incidents.length > 0)
        log.info('old records were deleted', { deliveries, messages, incidents });
    } catch (error) {
      log.error('old records could not be deleted', { error: String(error) });
    }
  };
  void sweep();
  const timer = setInterval(() => void sweep(), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
