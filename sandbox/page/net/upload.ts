import type { DeedAnswer, UploadAnswer } from '../contract.ts';
import type { Attached } from '../message/attached.ts';
import { desk } from '../state/desk.ts';
import { send } from './ask.ts';

type Place = { readonly channel: string; readonly thread: string | null };

/** Sends the files one after the other, then the message that carries them. */
export async function share(place: Place, text: string, attached: readonly Attached[]): Promise<DeedAnswer> {
  const files: { id: string; alt?: string }[] = [];
  for (const { file, alt } of attached) {
    const answer = await upload(file);
    if (answer.outcome === 'refused') return answer;
    files.push({ id: answer.id, ...(alt !== '' && { alt }) });
  }
  const { channel, thread } = place;
  return send({ do: 'share', channel, text, files, ...(thread !== null && { thread }) });
}

/** Brings a file to the workspace, where it is in no channel yet. */
export async function upload(file: File): Promise<UploadAnswer> {
  const query = new URLSearchParams({ as: desk.get().me, name: file.name });
  try {
    const response = await fetch(`/page/upload?${query.toString()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
    // Safe: the server of this page made it, from the same contract.
    return (await response.json()) as UploadAnswer;
  } catch {
    return {
      outcome: 'refused',
      code: 'unreachable',
      message: `${file.name} could not be sent. It may have changed or moved, or the sandbox no longer runs.`,
    };
  }
}
