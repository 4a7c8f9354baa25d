import { storeUpload } from '../api/share-files.ts';
import type { Core } from '../core.ts';
import type { Fields } from '../fields.ts';
import { NotPossible } from '../people/not-possible.ts';
import { fileKind } from '../workspace/file-kinds.ts';
import { fileToWire } from '../workspace/file-to-wire.ts';

const mostFiles = 10;

/**
 * What Slack reports for a file input: the files as events tell of them. They are in no channel; the app asks for them by their
 * ids. A form that the app sent back with mistakes keeps the files it had. Throws NotPossible for what the client refuses.
 */
export function filesValue(
  core: Core,
  user: string,
  { element, ids }: { readonly element: Fields; readonly ids: readonly string[] },
): Fields {
  const most = Number(element['max_files'] ?? mostFiles);
  if (ids.length > most)
    throw new NotPossible(
      'too_many_files',
      `This field takes at most ${most} ${most === 1 ? 'file' : 'files'}.`,
    );
  const wanted = Array.isArray(element['filetypes']) ? element['filetypes'].map(String) : [];
  for (const id of ids) {
    const name = nameOf(core, user, id);
    if (wanted.length > 0 && !isOfKind(name, wanted))
      throw new NotPossible('file_type', `${name} is none of these: ${wanted.join(', ')}.`);
  }
  const { state } = core.workspace;
  const files = ids.map((id) => state.files.get(id) ?? storeUpload(core, { id, by: user }));
  return { files: files.map((file) => fileToWire(state, file)) };
}

function nameOf(core: Core, user: string, id: string): string {
  const stored = core.workspace.state.files.get(id);
  if (stored?.uploadedBy === user) return stored.name;
  const upload = core.uploads.get(id);
  if (upload?.by !== user || upload.content === undefined)
    throw new NotPossible('file_not_found', 'A file did not arrive. Choose it again.');
  return upload.name;
}

/** By the end of its name, or by what Slack calls such files: `yml` is a `yaml`. */
function isOfKind(name: string, wanted: readonly string[]): boolean {
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '';
  const { filetype } = fileKind(name);
  return wanted.some((kind) => kind.toLowerCase() === ending || kind.toLowerCase() === filetype);
}
