import type { ServerResponse } from 'node:http';
import type { Core } from '../core.ts';
import { imageTypeOf } from '../workspace/file-kinds.ts';
import { safety } from './safety-headers.ts';

/**
 * Answers with an uploaded file: an image to be shown, anything else, and an image that is asked for so, to be saved.
 * Neither may run anything.
 */
export function sendFile(
  core: Core,
  response: ServerResponse,
  asked: { readonly id: string; readonly isSaved: boolean },
): void {
  const file = core.workspace.state.files.get(asked.id);
  if (!file) {
    response.writeHead(404, { ...safety, 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify({ error: 'file_not_found' }));
    return;
  }
  const type = imageTypeOf(file.name);
  const way = type === undefined || asked.isSaved ? 'attachment' : 'inline';
  response.writeHead(200, {
    ...safety,
    'content-type': type ?? 'application/octet-stream',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'content-disposition': `${way}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    // Another run of the sandbox gives the same ids to other files.
    'cache-control': 'no-cache',
  });
  response.end(file.content);
}
