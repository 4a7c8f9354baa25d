import type { Patch, Snapshot } from '../contract.ts';
import { channelsOf, desk } from '../state/desk.ts';
import type { Place } from '../state/desk.ts';
import { fromSnapshot, withPatches } from '../state/workspace.ts';
import type { WorkspaceNow } from '../state/workspace.ts';

const retryMs = 1000;

/** Follows the workspace. A lost connection is shown, tried again, and what was missed is caught up with. */
export function follow(): void {
  let lastId = '';
  const connect = (): void => {
    const source = new EventSource(`/page/live?after=${encodeURIComponent(lastId)}`);
    const again = (): void => {
      source.close();
      desk.set({ connection: 'lost' });
      setTimeout(connect, retryMs);
    };
    const hear = (event: MessageEvent): void => {
      lastId = event.lastEventId;
    };
    source.addEventListener('open', () => desk.set({ connection: 'live' }));
    source.addEventListener('error', again);
    source.addEventListener('snapshot', (event: MessageEvent<string>) => {
      hear(event);
      // Safe: the server of this page made it, from the same contract.
      showSnapshot(fromSnapshot(JSON.parse(event.data) as Snapshot));
    });
    source.addEventListener('patches', (event: MessageEvent<string>) => {
      hear(event);
      const patches = JSON.parse(event.data) as readonly Patch[];
      desk.set({ workspace: withPatches(desk.get().workspace, patches) });
    });
  };
  connect();
}

/** The page stays where it was, if that is still there. */
function showSnapshot(workspace: WorkspaceNow): void {
  const now = desk.get();
  const me = workspace.people.has(now.me) ? now.me : firstPerson(workspace);
  const { thread } = now;
  const keepsThread = thread !== null && workspace.messages.get(thread.channel)?.has(thread.ts) === true;
  desk.set({
    workspace,
    me,
    place: placeIn(workspace, me, now.place),
    thread: keepsThread ? thread : null,
  });
}

function placeIn(workspace: WorkspaceNow, me: string, before: Place | null): Place | null {
  const channels = channelsOf(workspace, me);
  if (before?.at === 'home') return before;
  const kept = channels.find((it) => it.id === before?.channel);
  const offered = channels.find((it) => it.name === workspace.offers.channel);
  const chosen = kept ?? offered ?? channels[0];
  return chosen ? { at: 'channel', channel: chosen.id } : null;
}

function firstPerson(workspace: WorkspaceNow): string {
  return [...workspace.people.values()].find((it) => !it.isBot)?.id ?? '';
}
