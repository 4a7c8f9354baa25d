import type { Refusal } from '../responder.ts';
import type { Work } from './running-work.ts';

const LIMIT_SECONDS = 120;

/**
 * What was measured within the time a person waits, or the refusal that says it took longer, or was cancelled: `work`, if
 * given, lets a person do that, and is ended here.
 */
export async function withinTime<Result>(
  measure: (signal: AbortSignal) => Promise<Result>,
  limitSeconds = LIMIT_SECONDS,
  work: Work | null = null,
): Promise<{ readonly kind: 'measured'; readonly result: Result } | Refusal> {
  const limit = AbortSignal.timeout(limitSeconds * 1000);
  const signal = work === null ? limit : AbortSignal.any([limit, work.signal]);
  try {
    return { kind: 'measured', result: await measure(signal) };
  } catch (error) {
    if (!signal.aborted) throw error;
    if (work !== null && work.cancelledBy() !== null)
      return { kind: 'refused', message: 'it was cancelled', hint: 'Nothing was recorded.' };
    return {
      kind: 'refused',
      message: `the tables did not answer within ${limitSeconds} seconds`,
      hint: 'Nothing was recorded. Try again, or ask about a segment only.',
    };
  } finally {
    work?.end();
  }
}
