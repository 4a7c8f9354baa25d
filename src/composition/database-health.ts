import type { Storage } from '../../storage/open.ts';
import type { Health } from '../intake/health.ts';
import type { Clock } from '../time/clock.ts';

/** Whoever asks more often hears the last answer: probes every second must not become writes every second. */
const KEPT_MS = 5000;
const PROBE_KEY = 'health-probe';
/** As large as the body of an ordinary alert: a date alone still finds room on a disk that takes no alert any more. */
const PADDING = 'x'.repeat(8192);

/**
 * Whether an alert could be kept, found out by keeping something: a full disk and a file without write permission read as
 * well as ever.
 */
export function databaseHealth(
  storage: Pick<Storage, 'meta'>,
  clock: Clock,
): () => Promise<Health['database']> {
  let last: { readonly at: number; readonly answer: Promise<Health['database']> } | null = null;
  return () => {
    const at = clock.now().getTime();
    if (last === null || at - last.at >= KEPT_MS || at < last.at)
      last = { at, answer: probe(storage, clock) };
    return last.answer;
  };
}

async function probe(storage: Pick<Storage, 'meta'>, clock: Clock): Promise<Health['database']> {
  try {
    await storage.meta.set(PROBE_KEY, PADDING);
    await storage.meta.set(PROBE_KEY, clock.now());
    return { ok: true, message: 'open' };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'the database does not answer' };
  }
}
