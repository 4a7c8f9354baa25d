import type { WebClient } from '@slack/web-api';
import type { Document } from '../../message/document.ts';
import type { Log } from '../../response/ports.ts';
import type { OutboxItem, StormItem, Storms } from '../../response/store/queues.ts';
import type { Clock } from '../../time/clock.ts';
import { findSent } from './find-sent.ts';
import { editDocument, postDocument } from './post-document.ts';
import { backoffSeconds, readFailure } from './send-failure.ts';

export type StormPorts = {
  readonly storms: Storms;
  readonly client: WebClient;
  /** What the message of a storm says now. */
  readonly renderStorm: (storm: number) => Promise<Document>;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds between two edits of one message: in a storm it changes with every alert. */
  readonly editGapMs?: number;
};

const leaseSeconds = 90;
const mostTries = 8;

/** Says or edits one storm's message; false when none is wanted now. What fails is put back, and never thrown. */
export async function sayNextStorm(ports: StormPorts): Promise<boolean> {
  const storm = await ports.storms.claim({ now: ports.clock.now(), leaseSeconds });
  if (storm === null) return false;
  try {
    const where = await say(ports, storm, await ports.renderStorm(storm.id));
    await ports.storms.sent(storm.id, where, inMs(ports, ports.editGapMs ?? 5000));
  } catch (error) {
    await putBack(ports, storm, error);
  }
  return true;
}

type Place = { readonly channel: string; readonly ts: string };

async function say(ports: StormPorts, storm: StormItem, document: Document): Promise<Place> {
  const item = asItem(storm);
  if (storm.channel !== null && storm.ts !== null) {
    const place = { channel: storm.channel, ts: storm.ts };
    try {
      await editDocument(ports, place, document, item);
      return place;
    } catch (error) {
      if (readFailure(error).kind !== 'gone') throw error;
    }
  }
  const channel = storm.channel ?? storm.place;
  const sent = storm.unclear ? await findSent(ports.client, item, channel) : null;
  if (sent === null) return postDocument(ports, { channel, threadTs: null }, document, item);
  await editDocument(ports, sent, document, item);
  return sent;
}

/** A storm's message carries a mark as a root does, under a name that no incident has. */
function asItem({ id, attempts, failures, firstTakenAt, unclear, channel }: StormItem): OutboxItem {
  const incident = `storm ${id}`;
  const announcement = { kind: 'root' } as const;
  return {
    id,
    incident,
    announcement,
    channel,
    threadTs: null,
    messageTs: null,
    attempts,
    failures,
    firstTakenAt,
    unclear,
  };
}

async function putBack(ports: StormPorts, storm: StormItem, error: unknown): Promise<void> {
  const failure = readFailure(error);
  const fields = { storm: storm.id, channel: storm.channel ?? storm.place, reason: failure.reason };
  const isHopeless = failure.kind === 'place' || failure.kind === 'blocks';
  if (isHopeless || (storm.failures + 1 >= mostTries && failure.kind === 'other')) {
    ports.log.error('the message of a storm was dropped', fields);
    return ports.storms.dropped(storm.id, failure.reason);
  }
  ports.log.warn('the message of a storm could not be sent yet', fields);
  const seconds = failure.kind === 'wait' ? failure.seconds : backoffSeconds(storm.attempts);
  const isUnclear = failure.kind === 'unclear' || (failure.kind === 'other' && failure.own === true);
  const counted = failure.kind === 'other' || failure.kind === 'gone';
  const at = inMs(ports, seconds * 1000);
  await ports.storms.retry(storm.id, { at, reason: failure.reason, unclear: isUnclear, counted });
}

function inMs({ clock }: StormPorts, ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}
