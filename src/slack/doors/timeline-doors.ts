import type { Log } from '../../response/ports.ts';
import type { Responder } from '../../response/responder.ts';
import type { IncidentStore, IncidentSummary } from '../../response/store/store.ts';
import type { Clock } from '../../time/clock.ts';
import type { Answer } from './answer.ts';
import { shortcutAsker } from './asker.ts';
import type { Asker } from './asker.ts';
import type { Authorize } from '../people/authorize.ts';
import { STAR, emojiName } from '../hear/delivery.ts';
import { broke, noIncident, pickIncident, refused } from './hints.ts';
import type { Doors } from '../hear/listeners.ts';
import { MessageShortcutBody, ReactionEventBody } from '../hear/payloads.ts';
import type { SlackMessageBody } from '../hear/payloads.ts';
import { pinLine } from './pin-command.ts';
import { entriesFrom } from './timeline-message.ts';
import type { TimelineMessages } from './timeline-message.ts';

export type TimelineDoorPorts = {
  readonly authorize: Authorize;
  readonly answer: Answer;
  readonly messages: TimelineMessages;
  readonly responder: Responder;
  readonly incidents: Pick<IncidentStore, 'list' | 'byThread'>;
  readonly timelineEmoji: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
};

/** The doors that put a message of a thread on the timeline: the message shortcut and the reactions. */
export function timelineDoors(ports: TimelineDoorPorts): Pick<Doors, 'shortcut' | 'reaction'> {
  return {
    shortcut: (body) => addByShortcut(ports, MessageShortcutBody.parse(body)),
    reaction: (body) => followReaction(ports, ReactionEventBody.parse(body)),
  };
}

async function addByShortcut(ports: TimelineDoorPorts, body: MessageShortcutBody): Promise<void> {
  const asker = shortcutAsker(body);
  const permit = await ports.authorize(asker);
  if (permit.kind === 'refused') return ports.answer(asker, refused(permit.message));
  const channel = body.channel.id;
  const thread = await ports.incidents.byThread(channel, body.message.thread_ts ?? body.message.ts);
  const [incident, ...others] =
    thread === null ? await ports.incidents.list({ status: 'open', channel }) : [thread];
  if (incident === undefined) return ports.answer(asker, noIncident('pin'));
  if (others.length > 0) {
    const line = pinLine(channel, body.message.ts);
    return ports.answer(
      asker,
      pickIncident([incident, ...others], line, 'On the timeline of which incident?'),
    );
  }
  const outcome = await ports.messages.add({
    incident: incident.id,
    channel,
    message: body.message,
    via: 'shortcut',
    person: permit.person,
    now: ports.clock.now(),
  });
  switch (outcome.kind) {
    case 'known':
      return ports.answer(asker, refused(`It is on the timeline of ${incident.id} already.`));
    case 'refused':
      return ports.answer(asker, broke(outcome.message, outcome.hint));
    case 'done':
      return;
  }
}

/**
 * Makes the timeline agree with the reactions the message has now, whatever order the events came in: it has an entry as
 * long as somebody who may has a timeline emoji on the message.
 */
async function followReaction(
  ports: TimelineDoorPorts,
  { event, team_id }: ReactionEventBody,
): Promise<void> {
  const { channel, ts } = event.item;
  if (channel === undefined || ts === undefined) return;
  if (!(await mayBeAboutIncident(ports, channel))) return;
  const message = await ports.messages.find(channel, ts);
  const incident = await ports.incidents.byThread(channel, message?.thread_ts ?? ts);
  if (incident === null)
    return message === null ? forget(ports, event.user, team_id, channel, ts) : undefined;
  const asker: Asker = {
    team: team_id,
    user: event.user,
    channel,
    thread: message?.thread_ts ?? ts,
    responseUrl: null,
    replaces: false,
  };
  const permit = await ports.authorize(asker);
  if (permit.kind === 'refused') {
    return event.type === 'reaction_added' ? ports.answer(asker, refused(permit.message)) : undefined;
  }
  const isPinned =
    message !== null && (await isMarked(ports, message, team_id, channel, ports.timelineEmoji));
  const isStarred = message !== null && (await isMarked(ports, message, team_id, channel, [STAR]));
  if (message !== null && (isPinned || isStarred)) {
    const { person } = permit;
    const outcome = await ports.messages.add({
      incident: incident.id,
      channel,
      message,
      via: 'reaction',
      person,
      now: ports.clock.now(),
    });
    if (outcome.kind === 'refused') return ports.answer(asker, broke(outcome.message, outcome.hint));
    return star(ports, incident.id, { channel, ts, person, starred: isStarred });
  }
  await removeEntries(ports, incident, { channel, ts, person: permit.person });
}

/** Slack is asked about reactions only where an incident is, or may have begun a moment ago. */
async function mayBeAboutIncident(ports: TimelineDoorPorts, channel: string): Promise<boolean> {
  if ((await ports.incidents.list({ channel, limit: 1 })).length > 0) return true;
  return (await ports.incidents.list({ status: 'open' })).some((incident) => incident.threadTs === null);
}

async function isMarked(
  ports: TimelineDoorPorts,
  message: SlackMessageBody,
  team: string,
  channel: string,
  emoji: readonly string[],
): Promise<boolean> {
  const marks = (message.reactions ?? []).filter((it) => emoji.includes(emojiName(it.name)));
  for (const user of new Set(marks.flatMap((mark) => mark.users))) {
    if ((await ports.authorize({ team, user, channel })).kind === 'allowed') return true;
  }
  return false;
}

/** ⭐ on a message makes its entry lead the note, for as long as it is there. */
async function star(
  ports: TimelineDoorPorts,
  incident: string,
  mark: { readonly channel: string; readonly ts: string; readonly person: string; readonly starred: boolean },
): Promise<void> {
  const events = await ports.responder.events(incident);
  for (const { entry } of entriesFrom(events, mark.channel, mark.ts)) {
    const was = events.findLast(({ fact }) => fact.type === 'timeline-starred' && fact.entry === entry)?.fact;
    if ((was?.type === 'timeline-starred' && was.starred) === mark.starred) continue;
    const command = { type: 'star' as const, entry, starred: mark.starred };
    const { person } = mark;
    await ports.responder.record({ incident, command, person, now: ports.clock.now() });
  }
}

/** The message is gone, and with it the way to its thread: look for its entry in the channel's incidents. */
async function forget(
  ports: TimelineDoorPorts,
  user: string,
  team: string,
  channel: string,
  ts: string,
): Promise<void> {
  const permit = await ports.authorize({ team, user, channel });
  if (permit.kind === 'refused') return;
  for (const incident of await ports.incidents.list({ channel })) {
    await removeEntries(ports, incident, { channel, ts, person: permit.person });
  }
}

async function removeEntries(
  ports: TimelineDoorPorts,
  incident: IncidentSummary,
  from: { readonly channel: string; readonly ts: string; readonly person: string },
): Promise<void> {
  const entries = entriesFrom(await ports.responder.events(incident.id), from.channel, from.ts);
  for (const { entry, via } of entries) {
    if (via !== 'reaction') continue;
    const now = ports.clock.now();
    await ports.responder.removeTimelineEntry({ incident: incident.id, entry, person: from.person, now });
  }
}
