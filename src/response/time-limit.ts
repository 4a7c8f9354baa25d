import type { Refusal } from './responder.ts';

const LIMIT_SECONDS = 120;

/** What was measured within the time a person waits, or the refusal that says it took longer. */
export async function withinTime<Result>(
  measure: (signal: AbortSignal) => Promise<Result>,
  limitSeconds = LIMIT_SECONDS,
): Promise<{ readonly kind: 'measured'; readonly result: Result } | Refusal> {
  const signal = AbortSignal.timeout(limitSeconds * 1000);
  try {
    return { kind: 'measured', result: await measure(signal) };
  } catch (error) {
    if (!signal.aborted) throw error;
    return {
      kind: 'refused',
      message: `the tables did not answer within ${limitSeconds} seconds`,
      hint: 'Nothing was recorded. Try again, or ask about a segment only.',
    };
  }
}
