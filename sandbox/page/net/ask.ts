import type { Deed, DeedAnswer, TrafficDetail, TrafficLine } from '../contract.ts';
import { desk, say } from '../state/desk.ts';

/** Does something as the person who acts. What went wrong is said on the page, too. */
export async function act(deed: Deed): Promise<DeedAnswer> {
  const answer = await send(deed);
  if (answer.outcome === 'refused') say(answer.message, true);
  if (answer.outcome === 'failed')
    say(`${desk.get().workspace.app.name} did not answer as Slack expects: ${answer.error}`, true);
  return answer;
}

/** The same for a caller that has nothing to do with the answer. */
export function doIt(deed: Deed): void {
  void act(deed);
}

/** Without a word on the page: the caller says it at the place. */
export async function send(deed: Deed): Promise<DeedAnswer> {
  try {
    const response = await fetch('/page/do', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: desk.get().me, deed }),
    });
    // Safe: the server of this page made it, from the same contract.
    return (await response.json()) as DeedAnswer;
  } catch {
    return {
      outcome: 'refused',
      code: 'unreachable',
      message: 'The sandbox does not answer. Is it still running?',
    };
  }
}

export async function searchTraffic(words: string): Promise<readonly TrafficLine[]> {
  return ((await read(`/page/traffic?text=${encodeURIComponent(words)}`)) ?? []) as readonly TrafficLine[];
}

export async function trafficDetail(seq: number): Promise<TrafficDetail | null> {
  return (await read(`/page/traffic/${seq}`)) as TrafficDetail | null;
}

/** Null while the sandbox does not answer: the page says so at another place. */
async function read(address: string): Promise<unknown> {
  try {
    return await (await fetch(address)).json();
  } catch {
    return null;
  }
}
