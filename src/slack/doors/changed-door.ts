import type { Responder } from '../../response/responder.ts';
import type { IncidentStore } from '../../response/store/store.ts';
import type { Clock } from '../../time/clock.ts';
import type { Authorize } from '../people/authorize.ts';
import type { Doors } from '../hear/listeners.ts';
import { ChangedEventBody } from '../hear/payloads.ts';
import { entriesFrom } from './timeline-message.ts';
import type { TimelineMessages } from './timeline-message.ts';

/**
 * Whether an edit or a deletion is of a message that a timeline has; true for everything else that comes in. What people
 * change in what they say to each other is not for the bot.
 */
export function concernsTimeline(ports: {
  readonly responder: Pick<Responder, 'events'>;
  readonly incidents: Pick<IncidentStore, 'byThread'>;
}): (body: unknown) => Promise<boolean> {
  return async (body) => {
    const parsed = ChangedEventBody.safeParse(body);
    if (!parsed.success) return true;
    const { event } = parsed.data;
    const about = event.message ?? event.previous_message;
    const ts = event.deleted_ts ?? about?.ts;
    if (ts === undefined) return false;
    const incident = await ports.incidents.byThread(event.channel, about?.thread_ts ?? ts);
    if (incident === null) return false;
    return entriesFrom(await ports.responder.events(incident.id), event.channel, ts).length > 0;
  };
}

const DELETED = ' (the message was deleted)';

/** A message on the timeline was edited or deleted: its entry follows, and what it said before is kept. */
export function changedDoor(ports: {
  readonly authorize: Authorize;
  readonly messages: TimelineMessages;
  readonly responder: Pick<Responder, 'events' | 'record'>;
  readonly incidents: Pick<IncidentStore, 'byThread'>;
  readonly clock: Clock;
}): Doors['changed'] {
  return async (body) => {
    const { event, team_id: team } = ChangedEventBody.parse(body);
    const { channel } = event;
    const about = event.message ?? event.previous_message;
    const ts = event.deleted_ts ?? about?.ts;
    if (ts === undefined) return;
    const incident = await ports.incidents.byThread(channel, about?.thread_ts ?? ts);
    if (incident === null) return;
    const log = await ports.responder.events(incident.id);
    const entries = entriesFrom(log, channel, ts);
    const user = about?.user;
    if (entries.length === 0 || user === undefined) return;
    const permit = await ports.authorize({ team, user, channel });
    if (permit.kind === 'refused') return;
    const message = await ports.messages.find(channel, ts);
    const words = message === null ? null : await ports.messages.wordsOf(message);
    for (const { entry } of entries) {
      const said = newestWords(log, entry);
      if (words === null && said.endsWith(DELETED)) continue;
      await ports.responder.record({
        incident: incident.id,
        person: permit.person,
        now: ports.clock.now(),
        command: {
          type: 'revise-timeline-entry',
          entry,
          happenedAt: null,
          text: words ?? `${said}${DELETED}`,
          because: words === null ? 'deleted' : 'edited',
          // The message speaks for itself: whoever pinned it, its author changed it.
          person: null,
          now: ports.clock.now(),
        },
      });
    }
  };
}

function newestWords(log: Awaited<ReturnType<Responder['events']>>, entry: string): string {
  const fact = log.findLast(
    (event) =>
      (event.fact.type === 'timeline-added' || event.fact.type === 'timeline-revised') &&
      event.fact.entry === entry,
  )?.fact;
  return fact?.type === 'timeline-added' || fact?.type === 'timeline-revised' ? fact.text : '';
}
