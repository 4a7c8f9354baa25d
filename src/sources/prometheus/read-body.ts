const mostBytes = 64 * 1024 * 1024;

/** The JSON of an answer; null for a text that is none. Reading stops where an answer is longer than memory is worth. */
export async function readBody(
  response: Response,
): Promise<
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'too-long'; readonly megabytes: number }
> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: ReadableStream<Uint8Array> | null = response.body;
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    bytes += value.byteLength;
    chunks.push(value);
    if (bytes <= mostBytes) continue;
    await reader?.cancel();
    return { kind: 'too-long', megabytes: mostBytes / 1024 / 1024 };
  }
  try {
    return { kind: 'read', value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { kind: 'read', value: null };
  }
}
