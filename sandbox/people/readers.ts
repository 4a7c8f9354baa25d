import type { Core } from '../core.ts';
import type { Ephemeral, Message, OpenView, StoredFile } from '../workspace/entities.ts';
import { viewStack } from '../api/views.ts';
import { currentRevision, repliesOf } from '../workspace/wire.ts';
import { namedChannel } from './find.ts';

export type Readers = {
  /** The top-level messages of a channel, oldest first. */
  channel(channel: string): readonly Message[];
  /** A thread: the parent, then its replies. */
  thread(channel: string, parentTs: string): readonly Message[];
  /** The ephemeral messages a person can see, oldest first. */
  ephemerals(user: string): readonly Ephemeral[];
  /** A person's open modals, the one on top last. */
  views(user: string): readonly OpenView[];
  /** What the app published as the person's Home tab. */
  home(user: string): OpenView | undefined;
  file(id: string): StoredFile | undefined;
  fileContent(id: string): Buffer | undefined;
  /** The text people see now. */
  textOf(message: Message): string;
};

export function readersOf(core: Core): Readers {
  const { state } = core.workspace;
  return {
    channel(nameOrId) {
      const all = state.messages.get(namedChannel(core, nameOrId).id) ?? [];
      return all.filter((it) => !it.isDeleted && (it.threadTs === undefined || it.isBroadcast));
    },
    thread(nameOrId, parentTs) {
      const { id } = namedChannel(core, nameOrId);
      const parent = (state.messages.get(id) ?? []).filter((it) => it.ts === parentTs && !it.isDeleted);
      return [...parent, ...repliesOf(state, id, parentTs)];
    },
    ephemerals: (user) => [...state.ephemerals.values()].filter((it) => it.user === user),
    views: (user) => viewStack(core, user),
    home: (user) => state.homes.get(user),
    file: (id) => state.files.get(id),
    fileContent: (id) => state.files.get(id)?.content,
    textOf: (message) => currentRevision(message).text,
  };
}
