import type { Log } from '../response/ports.ts';
import type { Clock } from '../time/clock.ts';
import { createTokenBucket } from './token-bucket.ts';

/** The same log, but a flood of warnings is thinned out: 20 at once, then one in five seconds, which tells how many it left out. */
export function quietWarnings(log: Log, clock: Clock): Log {
  const bucket = createTokenBucket({ burst: 20, perSecond: 0.2 });
  let leftOut = 0;
  return {
    ...log,
    warn(message, fields) {
      if (bucket.take(clock.now()) !== null) {
        leftOut += 1;
        return;
      }
      log.warn(message, leftOut === 0 ? fields : { ...fields, leftOut });
      leftOut = 0;
    },
  };
}
