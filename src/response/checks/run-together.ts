import { askCheck } from '../../checks/ask.ts';
import type { Check, CheckContext } from '../../checks/check.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { evidenceFrom } from './evidence-of.ts';
import type { Warehouse } from '../ports.ts';
import { runInquiries } from './run-inquiries.ts';
import type { Services } from '../services.ts';

export type Together = {
  readonly checks: readonly Check[];
  readonly context: CheckContext;
  readonly warehouse: Warehouse;
  readonly signal: AbortSignal;
  /** What evidence says of who measured it, and when. */
  readonly by: Pick<Services, 'clock' | 'log' | 'config' | 'version'>;
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
  const { checks, context, warehouse, signal, by } = input;
  const startedAt = by.clock.now();
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
          configHash: by.config.hash,
          version: by.version,
          startedAt,
          finishedAt: by.clock.now(),
        };
        if ('crashed' in outcome)
          by.log.error(`check ${check} crashed`, {
            error: outcome.crashed.message,
            stack: outcome.crashed.stack,
          });
        kept.set(check, await input.keep(evidenceFrom(frame, outcome)));
      },
    },
  );
  return checks.flatMap((check) => kept.get(check.about.id) ?? []);
}
