import type { IncomingMessage } from 'node:http';
import { asFields, parseJson } from '../fields.ts';
import type { Fields } from '../fields.ts';

const largestBody = 20 * 1024 * 1024;

/** Whether a request says that it brings more than is read. */
export function isTooLarge(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > largestBody;
}

/** The whole request body. Throws above 20 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largestBody) throw new Error('the request body is larger than 20 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Web API arguments from a form or a JSON body and the query string. Undefined: a JSON body that is none. */
export function parseArguments(
  body: Buffer,
  contentType: string,
  query: URLSearchParams,
): Fields | undefined {
  const fromQuery: Fields = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) {
    const json = body.byteLength === 0 ? {} : asFields(parseJson(body.toString('utf8')));
    return json && { ...fromQuery, ...json };
  }
  return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
}

/** The bytes of an uploaded file: the first file part of a multipart form, or the raw body. */
export async function uploadedBytes(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const part of form.values()) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  }
  return Buffer.alloc(0);
}
