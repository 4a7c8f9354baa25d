import type { IncomingMessage } from 'node:http';
import type { Core } from '../core.ts';
import type { UploadAnswer } from '../page/contract.ts';
import { NotPossible } from '../people/not-possible.ts';
import { uploadAs } from '../people/upload-files.ts';

/**
 * Takes one file of a person's (`?as=` their id, `&name=` the file's): the bytes as they are, marked as bytes, which a
 * form of another page cannot send unasked.
 */
export function takeUpload(
  core: Core,
  asked: { readonly request: IncomingMessage; readonly url: URL; readonly body: Buffer },
): UploadAnswer {
  const { request, url, body } = asked;
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/octet-stream')
    return refused('invalid', 'This is not a file.');
  const user = core.workspace.state.users.get(url.searchParams.get('as') ?? '');
  if (!user || user.isBot) return refused('no_such_user', 'There is no such person to act as.');
  try {
    const name = url.searchParams.get('name') ?? '';
    return { outcome: 'uploaded', id: uploadAs(core, user.id, { name, content: body }) };
  } catch (error) {
    if (error instanceof NotPossible) return refused(error.code, error.message);
    throw error;
  }
}

function refused(code: string, message: string): UploadAnswer {
  return { outcome: 'refused', code, message };
}
