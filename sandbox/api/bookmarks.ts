import { z } from 'zod';
import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { limits } from '../rate-limits.ts';
import type { Bookmark } from '../workspace/entities.ts';
import { joinedChannel, writableChannel } from './channels.ts';
import { arg, method, Refusal } from './method.ts';

const add = method({
  name: 'bookmarks.add',
  scopes: ['bookmarks:write'],
  limit: limits.perMinute20,
  args: z.object({
    channel_id: arg.text,
    title: arg.text,
    type: arg.text,
    link: arg.text.optional(),
    emoji: arg.text.optional(),
  }),
  run(args, core) {
    const channel = writableChannel(core, args.channel_id);
    if (args.type !== 'link') throw new Refusal('invalid_bookmark_type');
    if (!args.link || !URL.canParse(args.link)) throw new Refusal('invalid_link');
    const bookmark: Bookmark = {
      id: core.workspace.nextId('Bk'),
      channel: channel.id,
      title: args.title,
      link: args.link,
      emoji: args.emoji,
      createdAt: Math.floor(Date.now() / 1000),
    };
    core.workspace.record({ type: 'bookmark_saved', bookmark });
    return { bookmark: bookmarkToWire(bookmark) };
  },
});

const edit = method({
  name: 'bookmarks.edit',
  scopes: ['bookmarks:write'],
  limit: limits.perMinute20,
  args: z.object({
    channel_id: arg.text,
    bookmark_id: arg.text,
    title: arg.text.optional(),
    link: arg.text.optional(),
    emoji: arg.text.optional(),
  }),
  run(args, core) {
    const channel = writableChannel(core, args.channel_id);
    const known = core.workspace.state.bookmarks.get(args.bookmark_id);
    if (known?.channel !== channel.id) throw new Refusal('not_found');
    if (args.link !== undefined && !URL.canParse(args.link)) throw new Refusal('invalid_link');
    const bookmark = {
      ...known,
      title: args.title ?? known.title,
      link: args.link ?? known.link,
      emoji: args.emoji ?? known.emoji,
    };
    core.workspace.record({ type: 'bookmark_saved', bookmark });
    return { bookmark: bookmarkToWire(bookmark) };
  },
});

const remove = method({
  name: 'bookmarks.remove',
  scopes: ['bookmarks:write'],
  limit: limits.perMinute20,
  args: z.object({ channel_id: arg.text, bookmark_id: arg.text }),
  run(args, core) {
    const channel = writableChannel(core, args.channel_id);
    if (core.workspace.state.bookmarks.get(args.bookmark_id)?.channel !== channel.id)
      throw new Refusal('not_found');
    core.workspace.record({ type: 'bookmark_removed', id: args.bookmark_id });
    return {};
  },
});

const list = method({
  name: 'bookmarks.list',
  scopes: ['bookmarks:read'],
  limit: limits.perMinute50,
  args: z.object({ channel_id: arg.text }),
  run(args, core) {
    const channel = joinedChannel(core, args.channel_id);
    const all = [...core.workspace.state.bookmarks.values()];
    return { bookmarks: all.filter((it) => it.channel === channel.id).map(bookmarkToWire) };
  },
});

export const bookmarks = [add, edit, remove, list];

function bookmarkToWire(bookmark: Bookmark): Fields {
  return compact({
    id: bookmark.id,
    channel_id: bookmark.channel,
    title: bookmark.title,
    link: bookmark.link,
    emoji: bookmark.emoji,
    type: 'link',
    date_created: bookmark.createdAt,
  });
}
