import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../../response/ports.ts';
import type { PictureItem, Pictures } from '../../response/store/queues.ts';
import type { Clock } from '../../time/clock.ts';
import { openDirectory } from '../people/directory.ts';
import type { Directory } from '../people/directory.ts';
import { startRounds } from './rounds.ts';
import type { Rounds } from './rounds.ts';
import { backoffSeconds, readFailure } from './send-failure.ts';
import { shareCanvas } from './share-canvas.ts';
import { findFile, putFile, showFiles } from './upload-files.ts';
import type { Upload } from './upload-files.ts';

/**
 * Makes what an item shows, a picture or the files of a note, from the event log. `nameOf` tells how a person is called.
 * Null: there is nothing to be seen.
 */
export type DrawPicture = (
  item: PictureItem,
  nameOf: (person: string) => Promise<string>,
) => Promise<Upload | null>;

export type PicturePorts = {
  readonly pictures: Pictures;
  readonly draw: DrawPicture;
  readonly client: WebClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly pollMs?: number;
  /** How long Slack may take to show a file after it was told to: only then is looking for it an answer. */
  readonly settleMs?: number;
};

export type PictureSender = { wake(): void; close(drainMs?: number): Promise<void> };

const claimAtOnce = 3;
const leaseSeconds = 120;
const mostTries = 8;
const troubleHours = 2;
const rightsPauseSeconds = 300;

/**
 * Brings pictures into their threads, one at a time and beside the texts: whatever happens to an upload, no text waits for it. Each
 * is shown once: after a try without a clear answer the thread is looked through first.
 */
export function startPictureSender(ports: PicturePorts): PictureSender {
  const nameOf = openNames(openDirectory(ports.client, ports.clock));
  const round = async (rounds: Rounds): Promise<boolean> => {
    const now = ports.clock.now();
    const items = await ports.pictures.claim({ limit: claimAtOnce, now, leaseSeconds });
    for (const item of items) {
      const pause = await upload({ ...ports, nameOf }, item);
      if (pause.all > 0) rounds.pause(pause.all);
      if (pause.item > 0) rounds.wakeIn(pause.item + 5);
    }
    return items.length > 0;
  };
  const rounds = startRounds({ ...ports, round, of: 'pictures' });

  return {
    wake: () => rounds.wake(),
    async close(drainMs = 5000) {
      // What is cut short here is looked for by the next start.
      await Promise.race([rounds.close(), sleep(drainMs, undefined, { ref: false })]);
    },
  };
}

type NameOf = Parameters<DrawPicture>[1];

/** Who cannot be asked after is called by the id: a note is not held up by that. */
function openNames(directory: Directory): NameOf {
  return async (person) => {
    const user = person.split(':').at(-1) ?? person;
    const card = await directory.person(user).catch(() => null);
    return card?.name ?? user;
  };
}

type Pause = { readonly item: number; readonly all: number };
const noPause: Pause = { item: 0, all: 0 };

async function upload(ports: PicturePorts & { readonly nameOf: NameOf }, item: PictureItem): Promise<Pause> {
  const made = await drawn(ports, item);
  if (made === null) {
    await ports.pictures.dropped(item.id, 'there is nothing to draw');
    return noPause;
  }
  let mayBeShown = item.unclear;
  try {
    const [first, ...others] = made.files;
    const shown = item.unclear ? await findFile(ports.client, item, first.name) : null;
    mayBeShown = false;
    const id = shown ?? (await putFile(ports.client, first));
    if (shown === null) {
      const ids: [string, ...string[]] = [id];
      for (const file of others) ids.push(await putFile(ports.client, file));
      mayBeShown = true;
      await showFiles(ports.client, item, { ids, upload: made });
    }
    mayBeShown = true;
    await ports.pictures.sent(item.id, id, ports.clock.now());
    if (made.canvas !== undefined) await shareCanvas(ports, item, made.canvas);
    return noPause;
  } catch (error) {
    return putBack(ports, item, { error, mayBeShown });
  }
}

/** A picture that cannot be drawn is none, and the log says why: the same events would fail the same way again. */
async function drawn(
  ports: PicturePorts & { readonly nameOf: NameOf },
  item: PictureItem,
): Promise<Upload | null> {
  try {
    return await ports.draw(item, ports.nameOf);
  } catch (error) {
    ports.log.error('a chart could not be drawn', {
      incident: item.incident,
      event: item.seq,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return null;
  }
}

async function putBack(
  ports: PicturePorts,
  item: PictureItem,
  { error, mayBeShown }: { readonly error: unknown; readonly mayBeShown: boolean },
): Promise<Pause> {
  const failure = readFailure(error);
  const fields = { picture: item.id, incident: item.incident, reason: failure.reason };
  const now = ports.clock.now().getTime();
  const retryIn = async (seconds: number, unclear: boolean, counted = false): Promise<number> => {
    const at = new Date(now + seconds * 1000);
    await ports.pictures.retry(item.id, { at, reason: failure.reason, unclear, counted });
    return seconds * 1000;
  };
  const drop = async (hint: string): Promise<Pause> => {
    ports.log.error('a picture was dropped; its text stands', { ...fields, hint });
    await ports.pictures.dropped(item.id, `${failure.reason}. ${hint}`);
    return noPause;
  };
  if (failure.reason === 'missing_scope')
    return drop('Install the app again with the scopes of manifest.yml (files:write).');
  switch (failure.kind) {
    case 'wait': {
      const ms = await retryIn(failure.seconds, item.unclear);
      return { item: ms, all: ms };
    }
    case 'away':
    case 'rights': {
      const seconds = failure.kind === 'away' ? backoffSeconds(item.attempts) : rightsPauseSeconds;
      const ms = await retryIn(seconds, item.unclear);
      return { item: ms, all: ms };
    }
    case 'place':
      return drop(failure.hint);
    case 'unclear':
    case 'blocks':
    case 'gone':
    case 'other': {
      if (item.failures + 1 >= mostTries) return drop(`It was tried ${item.attempts} times.`);
      const isUnclear = mayBeShown && (failure.kind === 'unclear' || 'own' in failure);
      const settle = isUnclear ? (ports.settleMs ?? 10_000) / 1000 : 0;
      ports.log.warn('a picture could not be shown yet; its text stands', fields);
      const seconds = Math.max(settle, backoffSeconds(item.attempts));
      // Slack in trouble refuses every picture; one that it has refused for hours is itself the trouble.
      const counted =
        failure.kind !== 'unclear' || now - item.firstTakenAt.getTime() > troubleHours * 3_600_000;
      return { item: await retryIn(seconds, isUnclear || item.unclear, counted), all: 0 };
    }
  }
}
