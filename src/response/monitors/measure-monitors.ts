import type { ModelConfig } from '../../config/schema.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import type { KnownProfiles } from '../../monitors/known-profiles.ts';
import { watch } from '../../monitors/watch.ts';
import type { Watched } from '../../monitors/watch.ts';
import { redact } from '../../redact/redact.ts';
import type { Warehouses } from '../ports.ts';
import { runInquiries } from '../checks/run-inquiries.ts';

export type Measured = ReadonlyMap<string, Watched | { readonly failure: string }>;

/**
 * Monitors of one model at one slot, side by side: they share scans, and one that fails stops no other. What has not answered
 * within the time counts as failed, with the source's slowness as the reason. Nothing later than `cut` is read.
 */
export async function measureMonitors(
  warehouses: Pick<Warehouses, 'open'>,
  about: {
    readonly modelName: string;
    readonly model: ModelConfig;
    readonly monitors: readonly NamedMonitor[];
    readonly slot: Date;
    readonly cut: Date;
    readonly known: KnownProfiles;
  },
  limit: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Measured> {
  const { modelName, model, monitors, slot, known } = about;
  const found = new Map<string, Watched | { readonly failure: string }>();
  const late = AbortSignal.timeout(limit.seconds * 1000);
  try {
    const signal = AbortSignal.any([late, limit.signal]);
    const warehouse = await unlessAborted(warehouses.open(modelName, about.cut), signal);
    const inquiries = Object.fromEntries(
      monitors.map(({ name, monitor }) => [name, watch(modelName, model, { monitor, slot, known })]),
    );
    const asked = runInquiries(inquiries, warehouse, {
      signal,
      async onFinished(name, outcome) {
        found.set(name, 'crashed' in outcome ? { failure: wordsOf(outcome.crashed) } : outcome.result);
      },
    });
    await unlessAborted(asked, signal);
  } catch (error) {
    limit.signal.throwIfAborted();
    for (const { name } of monitors) {
      const failure = late.aborted
        ? `the source did not answer within ${limit.seconds} seconds (monitors.${name}.timeout)`
        : wordsOf(error);
      if (!found.has(name)) found.set(name, { failure });
    }
  }
  return found;
}

/** A source that hangs does not listen to a signal: it is left behind. */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('given up')), { once: true });
  });
  return Promise.race([work, aborted]);
}

function wordsOf(error: unknown): string {
  return redact(error instanceof Error ? error.message : String(error));
}
