import type { Log } from '../../response/ports.ts';
import type { Responder } from '../../response/responder.ts';
import type { Asking, RefusalReason } from '../people/authorize.ts';
import { findIncident } from './dispatch.ts';
import type { DispatchPorts } from './dispatch.ts';

const words: Readonly<Record<RefusalReason, string>> = {
  guest: 'a guest of the workspace',
  'other-organization': 'of another organization',
  'shared-channel': 'the channel is shared with another organization',
  'not-a-person': 'not a person',
  'not-listed': 'not among those named for it under slack.restrict',
};

/** Puts a refusal into the log of the incident that it was about, when it was about one. It must not throw. */
export function keepRefusals(ports: {
  readonly responder: Pick<Responder, 'recordRefusal'>;
  readonly incidents: DispatchPorts['incidents'];
  readonly log: Log;
}): (asking: Asking, reason: RefusalReason) => Promise<void> {
  return async (asking, reason) => {
    const { team, user, channel, thread = null, incident = null, command = null } = asking;
    try {
      const meant = await findIncident(ports, { channel, thread }, { incident });
      if (meant.kind !== 'one') return;
      await ports.responder.recordRefusal({
        incident: meant.incident,
        asked: command,
        reason: words[reason],
        person: `${team}:${user}`,
      });
    } catch (error) {
      ports.log.error('a refusal could not be kept', { error: String(error) });
    }
  };
}
