import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { StoredFile } from './entities.ts';
import { fileKind, imageTypeOf } from './file-kinds.ts';
import { pictureSize } from './picture-size.ts';
import type { WorkspaceState } from './state.ts';

/** A file as the events and messages carry it; `files.info` adds where it was shared (`sharesToWire`). */
export function fileToWire(state: WorkspaceState, file: StoredFile): Fields {
  const { mimetype, filetype, prettyType } = fileKind(file.name);
  const { id: team, domain } = state.team;
  const name = nameInUrl(file.name);
  const seconds = Math.floor(file.createdAt.getTime() / 1000);
  return compact({
    id: file.id,
    created: seconds,
    timestamp: seconds,
    name: file.name,
    title: file.title,
    mimetype,
    filetype,
    pretty_type: prettyType,
    user: file.uploadedBy,
    user_team: team,
    editable: false,
    size: file.content.byteLength,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: file.shares.some((share) => state.channels.get(share.channel)?.kind === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `https://files.slack.com/files-pri/${team}-${file.id}/${name}`,
    url_private_download: `https://files.slack.com/files-pri/${team}-${file.id}/download/${name}`,
    media_display_type: 'unknown',
    ...thumbnails(team, file),
    alt_txt: file.altText,
    permalink: `https://${domain}.slack.com/files/${file.uploadedBy}/${file.id}/${name}`,
    permalink_public: `https://slack-files.com/${team}-${file.id}-0000000000`,
    is_starred: false,
    has_rich_preview: false,
    file_access: 'visible',
  });
}

/** The channels a file is in, by kind, as Slack lists them. */
export function sharesToWire(state: WorkspaceState, file: StoredFile): Fields {
  const within = (kind: 'public' | 'private' | 'im') =>
    file.shares.filter((share) => state.channels.get(share.channel)?.kind === kind);
  const byChannel = (shares: StoredFile['shares']): Fields =>
    Object.fromEntries(shares.map((share) => [share.channel, [{ ts: share.ts }]]));
  const open = within('public');
  const closed = [...within('private'), ...within('im')];
  return {
    channels: open.map((share) => share.channel),
    groups: within('private').map((share) => share.channel),
    ims: within('im').map((share) => share.channel),
    shares: compact({
      public: open.length > 0 ? byChannel(open) : undefined,
      private: closed.length > 0 ? byChannel(closed) : undefined,
    }),
  };
}

/** Slack makes smaller copies of a picture: squares of up to 160, and one within 360 each way. */
function thumbnails(team: string, file: StoredFile): Fields {
  const size = imageTypeOf(file.name) === undefined ? undefined : pictureSize(file.content);
  if (!size) return {};
  const stem = nameInUrl(file.name).replace(/\.\w+$/u, '');
  const at = (width: number): string =>
    `https://files.slack.com/files-tmb/${team}-${file.id}-0000000000/${stem}_${width}.png`;
  const scale = Math.min(1, 360 / Math.max(size.width, size.height));
  return {
    thumb_64: at(64),
    thumb_80: at(80),
    thumb_160: at(160),
    thumb_360: at(360),
    thumb_360_w: Math.round(size.width * scale),
    thumb_360_h: Math.round(size.height * scale),
    original_w: size.width,
    original_h: size.height,
  };
}

/** Slack writes a name into an address in small letters, and anything unusual as `_`. */
function nameInUrl(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{Ll}\p{N}._-]+/gu, '_');
}
