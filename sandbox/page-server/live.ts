import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '../core.ts';
import type { Patch, Snapshot } from '../page/contract.ts';
import { uploadLimits } from '../people/upload-files.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { allPatches, patchesOf } from './patches.ts';
import { offersOf } from './setup.ts';

/** The stream of what is new, for any number of open pages. */
export type Live = {
  /** Answers with Server-Sent Events: everything for a newcomer, what was missed for one that comes back. */
  open(request: IncomingMessage, response: ServerResponse, after: string): void;
  drop(): void;
  close(): void;
};

/** Changes that come in one burst, such as the blocks of a triage, reach the page together. */
const gatherMs = 15;
const heartbeatMs = 10_000;

export function openLive(
  core: Core,
  parts: { readonly faults: FaultSwitches; readonly connections: () => number },
): Live {
  // A page that comes back to another run of the server must forget what it knew.
  const run = crypto.randomUUID();
  const pages = new Set<ServerResponse>();
  const { workspace, settings } = core;
  let sentSeq = workspace.events.history().length;
  let timer: NodeJS.Timeout | undefined;

  const idAt = (seq: number): string => `${run}.${seq}`;
  const current = (): number => workspace.events.history().length;
  const around = (): Patch[] => [
    { kind: 'traffic', traffic: { total: core.traffic.total, connections: parts.connections() } },
    { kind: 'faults', faults: parts.faults.list() },
    ...(settings.page.playback
      ? [{ kind: 'playback', playback: settings.page.playback.status() } as const]
      : []),
  ];
  const since = (seq: number): Patch[] | 'everything' => {
    const changed: Patch[] = [];
    for (const event of workspace.events.history(seq)) {
      const patches = patchesOf(workspace.state, event);
      if (patches === 'everything') return 'everything';
      changed.push(...patches);
    }
    return changed;
  };
  const news = (seq: number): string => {
    const changed = since(seq);
    return changed === 'everything'
      ? message('snapshot', idAt(current()), snapshotOf(core, around()))
      : message('patches', idAt(current()), [...changed, ...around()]);
  };
  const flush = (): void => {
    timer = undefined;
    const text = news(sentSeq);
    sentSeq = current();
    for (const page of pages) page.write(text);
  };
  const soon = (): void => {
    timer ??= setTimeout(flush, gatherMs);
  };
  const endings = [
    workspace.events.subscribe(soon),
    core.traffic.subscribe(soon),
    parts.faults.subscribe(soon),
    settings.page.playback?.subscribe(soon),
  ];
  const heartbeat = setInterval(() => {
    for (const page of pages) page.write(': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();
  let seenConnections = parts.connections();
  const watch = setInterval(() => {
    if (seenConnections === parts.connections()) return;
    seenConnections = parts.connections();
    soon();
  }, 500);
  watch.unref();

  return {
    open(request, response, after) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      if (timer !== undefined) {
        clearTimeout(timer);
        flush();
      }
      const [itsRun, seq] = after.split('.');
      const isReturning = itsRun === run && Number(seq) <= current();
      response.write(
        isReturning ? news(Number(seq)) : message('snapshot', idAt(current()), snapshotOf(core, around())),
      );
      pages.add(response);
      request.on('close', () => pages.delete(response));
    },
    drop() {
      for (const page of pages) page.destroy();
    },
    close() {
      clearInterval(heartbeat);
      clearInterval(watch);
      clearTimeout(timer);
      for (const end of endings) end?.();
      for (const page of pages) page.end();
    },
  };
}

function snapshotOf(core: Core, around: readonly Patch[]): Snapshot {
  const { state } = core.workspace;
  return {
    team: state.team.name,
    app: { botUserId: state.app.botUserId, name: state.app.name },
    commands: core.permissions.commands,
    shortcuts: core.permissions.shortcuts,
    offers: offersOf(core.settings.page),
    uploads: uploadLimits,
    patches: [...allPatches(state), ...around],
  };
}

function message(event: 'snapshot' | 'patches', id: string, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
