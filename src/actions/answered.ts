import type { RunAction } from '../response/ports.ts';

export type Ran = Awaited<ReturnType<RunAction>>;

/**
 * What an answer means. Refused (4xx) it did not run; with a server error, without an answer, or late, it may have.
 */
export async function askOnce(url: string, request: RequestInit): Promise<Ran> {
  let response: Response;
  try {
    response = await fetch(url, { ...request, redirect: 'error' });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : null;
    // A connection that was refused never carried the request.
    if (cause !== null && 'code' in cause && ['ECONNREFUSED', 'ENOTFOUND'].includes(String(cause.code)))
      return { outcome: 'failed', words: `it cannot be reached (${String(cause.code)})` };
    return { outcome: 'unclear', words: 'it gave no answer in time' };
  }
  const said = (await response.text().catch(() => '')).slice(0, 200).replaceAll(/\s+/g, ' ').trim();
  const words = `it answered ${response.status}${said === '' ? '' : `: ${said}`}`;
  if (response.ok) return { outcome: 'done', words };
  return { outcome: response.status < 500 ? 'failed' : 'unclear', words };
}
