import { stateOf } from '../incident/evolve/evolve.ts';
import { eventLine } from '../message/lines/event-line.ts';
import { rootMessage } from '../message/root.ts';
import { noteDocument } from '../note/outline.ts';
import type { IncidentStore } from '../response/store/store.ts';
import type { Render } from '../slack/send/send-item.ts';

/** What an outbox row says, rendered from the event log when it is sent: the root from the newest state, a line from its event. */
export function renderOutbox(incidents: Pick<IncidentStore, 'read'>): Render {
  return async ({ incident, announcement }) => {
    const events = await incidents.read(incident);
    switch (announcement.kind) {
      case 'root': {
        const state = stateOf(events);
        if (state === null) throw new Error(`${incident} has no events`);
        return rootMessage(state);
      }
      case 'reply':
        return eventLine(events, announcement.seq, { note: noteDocument });
    }
  };
}
