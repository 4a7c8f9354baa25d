export type Body =
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** The sender went away, or sent less than it announced. */
  | { readonly kind: 'broken' };

/** The raw body, up to `limit` bytes: no more than that is ever held, whatever the request announces. */
export async function readBody(request: Request, limit: number): Promise<Body> {
  const announced = request.headers.get('content-length');
  if (Number(announced ?? 0) > limit) return { kind: 'too-large' };
  if (announced !== null) return readAnnounced(request);
  return readPieces(request, limit);
}

/** The server reads no further than was announced, so this needs no stream, which would cost more than the rest of the door. */
async function readAnnounced(request: Request): Promise<Body> {
  try {
    return { kind: 'body', bytes: new Uint8Array(await request.arrayBuffer()) };
  } catch {
    return { kind: 'broken' };
  }
}

async function readPieces(request: Request, limit: number): Promise<Body> {
  if (request.body === null) return { kind: 'body', bytes: new Uint8Array() };
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.byteLength;
      if (length > limit) {
        await reader.cancel();
        return { kind: 'too-large' };
      }
      chunks.push(part.value);
    }
  } catch {
    return { kind: 'broken' };
  }
  return { kind: 'body', bytes: Buffer.concat(chunks, length) };
}
