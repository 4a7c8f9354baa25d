import { askCheck } from '../checks/ask.ts';
import type { Check, CheckContext } from '../checks/check.ts';
import type { Evidence } from '../checks/evidence.ts';
import type { Clock } from '../time/clock.ts';
import { evidenceFrom } from './evidence-of.ts';
import type { Log, Warehouse } from './ports.ts';
import { runInquiries } from './run-inquiries.ts';

export type Together = {
  readonly checks: readonly Check[];
  readonly context: CheckContext;
  readonly warehouse: Warehouse;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
  readonly configHash: string;
  readonly version: string;
  /** How many pieces of evidence there are already. */
  readonly after: number;
  /** Hears of each answer as soon as it is there, and gives it as it was kept. */
  readonly keep: (evidence: Evidence) => Promise<Evidence>;
};

/**
 * Checks side by side, so that they share scans. Evidence is numbered and kept as it comes, and given in the order of the
 * list. A check that crashes counts as not run; throws when the signal says so, with what had answered kept.
 */
export async function runTogether(input: Together): Promise<readonly Evidence[]> {
  const { checks, context, warehouse, signal } = input;
  const startedAt = input.clock.now();
  const kept = new Map<string, Evidence>();
  await runInquiries(
    Object.fromEntries(checks.map((check) => [check.about.id, askCheck(check, context)])),
    warehouse,
    {
      signal,
      async onFinished(check, outcome) {
        const frame = {
          id: `E${input.after + kept.size + 1}`,
          check,
          context,
          configHash: input.configHash,
          version: input.version,
          startedAt,
          finishedAt: input.clock.now(),
        };
        if ('crashed' in outcome)
          input.log.error(`check ${check} crashed`, {
            error: outcome.crashed.message,
            stack: outcome.crashed.stack,
          });
        kept.set(check, await input.keep(evidenceFrom(frame, outcome)));
      },
    },
  );
  return checks.flatMap((check) => kept.get(check.about.id) ?? []);
}
