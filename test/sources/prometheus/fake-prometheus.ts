import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'hang up'
  | 'silence';
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly parameters: URLSearchParams;
  /** Whether whoever asked has gone away. */
  readonly isGone: () => boolean;
};

/** A server that answers as the test says, whatever it is asked, and remembers that. */
export async function withFakePrometheus(
  reply: (asked: Asked, count: number) => Reply,
  use: (url: string, asked: readonly Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const body = new URLSearchParams(Buffer.concat(parts).toString());
      let gone = false;
      response.on('close', () => {
        gone = !response.writableFinished;
      });
      const one: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        headers: request.headers,
        parameters: request.method === 'POST' ? body : url.searchParams,
        isGone: () => gone,
      };
      asked.push(one);
      const answer = reply(one, asked.length);
      if (answer === 'silence') return;
      if (answer === 'hang up') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Series in the form of a range query's answer. */
export function matrix(
  ...series: readonly {
    readonly metric: Record<string, string>;
    readonly values: readonly (readonly [number, string])[];
  }[]
): Reply {
  return { body: { status: 'success', data: { resultType: 'matrix', result: series } } };
}

/** What the API says when it cannot answer. */
export function refusal(status: number, errorType: string, error: string): Reply {
  return { status, body: { status: 'error', errorType, error } };
}
