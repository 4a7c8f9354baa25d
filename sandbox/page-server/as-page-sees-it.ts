import type {
  PageChannel,
  PageEphemeral,
  PageFile,
  PageMessage,
  PagePerson,
  PageView,
} from '../page/contract.ts';
import type { Channel, Ephemeral, Message, OpenView, StoredFile, User } from '../workspace/entities.ts';
import { fileKind, imageTypeOf } from '../workspace/file-kinds.ts';
import { pictureSize } from '../workspace/picture-size.ts';
import { currentRevision } from '../workspace/wire.ts';

export function personOnPage(user: User): PagePerson {
  return {
    id: user.id,
    name: user.name,
    realName: user.realName,
    title: user.title,
    isBot: user.isBot,
    isGuest: user.isRestricted,
  };
}

export function channelOnPage(channel: Channel): PageChannel {
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    isArchived: channel.isArchived,
    isShared: channel.isExternallyShared,
    members: [...channel.members],
  };
}

/** A message as people see it now; of a deleted one only that it was there, for a thread that hangs on it. */
export function messageOnPage(message: Message, appBotId: string): PageMessage {
  const now = currentRevision(message);
  const content = message.isDeleted
    ? { text: '', blocks: [], attachments: [] }
    : { text: now.text, blocks: now.blocks, attachments: now.attachments };
  return {
    ...content,
    channel: message.channel,
    ts: message.ts,
    user: message.user,
    isFromApp: message.botId === appBotId,
    threadTs: message.threadTs ?? null,
    isBroadcast: message.isBroadcast,
    editedBy: message.revisions.length > 1 ? now.by : null,
    files: message.isDeleted ? [] : message.files,
    reactions: message.reactions.map(({ name, users }) => ({ name, users: [...users] })),
    isPinned: message.isPinned,
    isDeleted: message.isDeleted,
  };
}

export function ephemeralOnPage(ephemeral: Ephemeral): PageEphemeral {
  const { id, user, channel, ts, from, text, blocks, attachments } = ephemeral;
  return { id, user, channel, ts, from, text, blocks, attachments, threadTs: ephemeral.threadTs ?? null };
}

export function viewOnPage(view: OpenView): PageView {
  const { id, user, type, body, hash, values } = view;
  return { id, user, type, body, hash, values };
}

export function fileOnPage(file: StoredFile): PageFile {
  const isImage = imageTypeOf(file.name) !== undefined;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    altText: file.altText ?? file.title,
    size: file.content.byteLength,
    type: fileKind(file.name).prettyType,
    uploadedBy: file.uploadedBy,
    isImage,
    picture: (isImage && pictureSize(file.content)) || null,
  };
}
