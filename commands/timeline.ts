import { momentOf } from '../src/time/moment-words.ts';
import type { Responder } from '../src/response/responder.ts';
import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command, CommandRequest, Reply } from './command.ts';

export const timeline: Command = {
  name: 'timeline',
  summary: 'what happened when; add, or take off',
  usage: 'timeline [add [time] <what> | edit T5 … | star T5 | remove T5]',
  example: 'timeline add 14:05 rolled v3 back',
  stage: 'any time',
  needs: 'incident',
  async run(request, responder) {
    const { incident, person, now, words } = request;
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 timeline');
    const [verb, ...rest] = words;
    switch (verb?.toLowerCase()) {
      case undefined:
        return replyOf(await responder.show({ incident, view: 'timeline', person, now }));
      case 'add':
        return add(incident, rest, request, responder);
      case 'remove': {
        const entry = rest[0]?.toUpperCase();
        if (entry === undefined) return wrongUsage(timeline, 'which entry?');
        return replyOf(await responder.removeTimelineEntry({ incident, entry, person, now }));
      }
    }
    return change(verb?.toLowerCase() ?? '', rest, { ...request, incident }, responder);
  },
};

/** An entry that is there: better words or another time, or that it leads the note. */
async function change(
  verb: string,
  [id, ...words]: readonly string[],
  { incident, person, now }: CommandRequest & { readonly incident: string },
  responder: Responder,
): Promise<Reply> {
  const entry = id?.toUpperCase() ?? '';
  switch (verb) {
    case 'star':
    case 'unstar': {
      const command = { type: 'star' as const, entry, starred: verb === 'star' };
      return replyOf(await responder.record({ incident, command, person, now }));
    }
    case 'edit': {
      const said = momentOf(words, now);
      const text = (said?.rest ?? words).join(' ');
      if (entry === '' || (text === '' && said === null))
        return wrongUsage(timeline, 'which entry, and what?');
      const command = {
        type: 'revise-timeline-entry' as const,
        entry,
        happenedAt: said?.at ?? null,
        text: text === '' ? null : text,
        because: 'corrected' as const,
        person,
        now,
      };
      return replyOf(await responder.record({ incident, command, person, now }));
    }
  }
  return wrongUsage(timeline, `timeline does not know '${verb}'`);
}

async function add(
  incident: string,
  words: readonly string[],
  request: CommandRequest,
  responder: Responder,
): Promise<Reply> {
  const said = momentOf(words, request.now);
  const [first = ''] = words;
  if (said === null && looksLikeMoment.test(first))
    return wrongUsage(timeline, `'${first}' is not a time; write 14:05, 2h ago or 2026-03-09T14:05Z`);
  const text = (said?.rest ?? words).join(' ');
  const via = request.door === 'reaction' || request.door === 'shortcut' ? request.door : 'command';
  return replyOf(
    await responder.addTimelineEntry({
      incident,
      happenedAt: said?.at ?? request.now,
      text,
      origin: request.origin === null ? null : { ...request.origin, via },
      person: request.person,
      now: request.now,
    }),
  );
}

/** Meant as a time: said as text it would stand in the timeline at the wrong moment. */
const looksLikeMoment = /^(?:\d{1,2}:\d{2}(?::\d{2})?(?:z|utc)?|\d{4}-\d{1,2}-\d{1,2}(?:[t ].*)?)[,:;]?$/i;
